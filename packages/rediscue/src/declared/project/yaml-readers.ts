// Readers over YAML, together, so that its parser is loaded once.
import { composeReader } from '../compose/index.ts';
import { findingsOfPipelines } from '../delivery/index.ts';
import { githubActionsReader } from '../github-actions/index.ts';
import { kubernetesReader } from '../kubernetes/index.ts';
import { monitoringReader } from '../monitoring/index.ts';
import type { Reader } from '../reading.ts';
import { springReader } from '../spring/index.ts';
import { yamlReader } from '../yaml/index.ts';

const pipelineReader: Reader = { ...githubActionsReader, judge: ({ objects }) => findingsOfPipelines(objects) };

export const yamlReaders: readonly Reader[] = [composeReader, pipelineReader, kubernetesReader, monitoringReader, springReader, yamlReader];
