import { composeReader } from '../compose/index.ts';
import type { Files, Reader, Reading } from '../reading.ts';
import { applicationOf, isSettings as isRails, isRubyApplication } from '../ruby/paths.ts';
import { linesOf } from '../settings/index.ts';
import { locationOf } from '../spring/locations.ts';
import { parseYaml } from '../spring/yaml-format.ts';
import { type Entry, isPlainSettings, usesOfEntries } from '../tables/index.ts';

const extension = /\.ya?ml$/i;
/** Files of tools, by their names. */
const tools =
  /(?:^|\/)(?:[^/]*compose[^/]*|values[^/]*|chart|kustomization|serverless|mkdocs|openapi|swagger|_config|dependabot|renovate|codecov|pnpm-[^/]*|prometheus[^/]*|alertmanager[^/]*|grafana[^/]*|loki[^/]*|promtail[^/]*|tempo[^/]*|otel[^/]*|[^/]*collector[^/]*|\.[^/]*)\.ya?ml$/i;
/** Folders of tools: charts, manifests, playbooks, Symfony's. */
const foreign =
  /(?:^|\/)(?:charts?|helm|templates|k8s|kubernetes|manifests|ansible|playbooks|roles|group_vars|host_vars|packages|routes|locales|conf\.d|monitoring|provisioning)\//i;
/** What the top of a tool's file says: a manifest, a compose file, a pipeline, a collector. */
const toolsKeys =
  /^(?:apiVersion|kind|services|jobs|stages|steps|pipeline|receivers|scrape_configs|groups|providers|datasources|openapi|swagger|hosts|tasks|resources|AWSTemplateFormatVersion)(?:[.[]|$)/;

/** YAML: an application's settings of its Redis, as `config.yaml` or below `config/`. What frameworks read has readers of their own. */
export const yamlReader: Reader = {
  id: 'yaml',
  detect: (path) => isPlainSettings(path, extension) && !tools.test(path) && !foreign.test(path) && locationOf(path) === null && !composeReader.detect(path),
  read: (paths: readonly string[], files: Files): Reading => {
    const reading: Required<Pick<Reading, 'uses' | 'problems'>> = { uses: [], problems: [] };
    for (const file of paths) {
      const text = files.text(file);
      if (text === null || !/redis|valkey/i.test(text) || text.includes('%env(') || (isRails(file) && isRubyApplication(applicationOf(file), files))) continue;
      const { documents, problems } = parseYaml(text);
      const lines = linesOf(file, text);
      for (const entries of documents) {
        if (entries.some(({ key }) => toolsKeys.test(key))) continue;
        reading.uses.push(...usesOfEntries(tableOf(entries, lines.at), null));
        reading.problems.push(...problems.map(({ at, why }) => ({ place: lines.at(at), why })));
      }
    }
    return reading;
  },
};

/** Items of a list are one text with commas; what stands in tables within a list is another server's each. */
function tableOf(entries: readonly { key: string; value: string; at: number }[], place: (at: number) => Entry['place']): Entry[] {
  const found = new Map<string, Entry>();
  for (const { key, value, at } of entries) {
    const name = key.replace(/\[\d+\]$/, '');
    if (name.includes('[')) continue;
    const list = name === key ? undefined : found.get(name);
    if (list) list.text += `,${value}`;
    else found.set(name, { path: name.split('.'), text: value, place: place(at) });
  }
  return [...found.values()];
}
