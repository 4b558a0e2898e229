import { z } from 'zod';
import { parseDuration } from '../../cli/duration.ts';
import { filePath, flag, oneOrMore, text } from './text.ts';

function duration(least: number, most: number, allowed: string) {
  return text(allowed).refine(
    (given) => {
      const ms = parseDuration(given);
      return ms !== null && ms >= least && ms <= most;
    },
    { error: allowed },
  );
}

export const Diagnose = z
  .strictObject(
    {
      budget: duration(100, 600_000, 'a duration from 100ms to 10m, such as 10s').optional().meta({ description: 'A diagnosis ends by then, whatever hangs.', default: '10s' }),
      window: duration(10, 60_000, 'a duration from 10ms to 1m, such as 200ms').optional().meta({ description: 'Time over which rates are measured.', default: '200ms' }),
      context: text('the name of a context of the kubeconfig')
        .optional()
        .meta({ description: 'Context of the kubeconfig whose cluster is read too. Without it, and without `--context`, no cluster is asked.', examples: ['production'] }),
      namespace: text('the name of a namespace')
        .optional()
        .meta({ description: "The application's namespace. Default: the context's own.", examples: ['shop'] }),
      write: flag().optional().meta({ description: 'Whether one short-lived key may be written, which shows that writing works.', default: true }),
      cloudFacts: oneOrMore(filePath(), 'the path of a file, or a list of them')
        .optional()
        .meta({ description: "What the providers' clients print of instances, services, secrets and connectors, as with --cloud-facts.", examples: ['cloud.json'] }),
    },
    { error: 'a map of settings' },
  )
  .meta({ description: 'How `rediscue diagnose` looks, where its options do not say otherwise.' });
