import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Endpoint, reachedPort } from '../../declared/target/types.ts';
import type { FactData } from '../../facts/index.ts';
import type { FoundConf } from './find-conf.ts';
import { namesIn } from './proc.ts';

type Expected = FactData<'expected'>['by'][number];

const serverCommand = /\b(redis|valkey|keydb)-(server|sentinel)\b/;
const maxFileBytes = 64 * 1024;

/** The line that says where a configuration listens. */
function byConf({ conf }: FoundConf): Expected {
  const at = conf.directives.findLast(({ name }) => name === 'port' || name === 'tls-port' || name === 'unixsocket');
  const usual = conf.sentinel ? 'sentinel (port 26379)' : 'port 6379 by default';
  return { kind: 'redis.conf', place: at?.place ?? { file: conf.file }, text: at ? `${at.name} ${at.values.join(' ')}`.trim() : usual };
}

/** Lines of a Procfile or unit that start a server on that port. */
function commandLines(text: string, folder: string, endpoint: Endpoint, confs: readonly FoundConf[]): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*[#;]/.test(line) || !serverCommand.test(line)) continue;
    const port = /--(?:tls-)?port[ =]+(\d+)/.exec(line)?.[1];
    const file = /(?:server|sentinel)\s+([^\s-]\S*\.conf)/.exec(line)?.[1];
    const usual = /sentinel/.test(line) ? 26379 : 6379;
    const byFile = file !== undefined && confs.some(({ conf }) => conf.file === resolve(folder, file));
    const isOurs = port !== undefined ? Number(port) === reachedPort(endpoint) : file !== undefined ? byFile : reachedPort(endpoint) === usual;
    if (isOurs)
      found.push({
        line: index + 1,
        text: line
          .trim()
          .replace(/(--(?:requirepass|masterauth)[ =]+)\S+/g, '$1***')
          .slice(0, 200),
      });
  }
  return found;
}

const unitFolders = ['/etc/systemd/system', '/lib/systemd/system', '/usr/lib/systemd/system'];

/** Unit files of this machine that carry a server's name; only enabled ones are expected to run. */
function enabledUnits(): string[] {
  const enabled = new Set(['multi-user.target.wants', 'default.target.wants'].flatMap((folder) => namesIn(join('/etc/systemd/system', folder)) ?? []));
  return unitFolders.flatMap((folder) =>
    (namesIn(folder) ?? [])
      .filter((name) => /^(redis|valkey|keydb).*\.service$/.test(name) && (enabled.has(name) || enabled.has(name.replace(/@\.service$/, '@'))))
      .map((name) => join(folder, name)),
  );
}

export interface ExpectedSources {
  /** Configurations that fit the endpoint. */
  confs: readonly FoundConf[];
  procfiles: readonly string[];
  units: readonly string[];
  /** What this machine starts by itself counts too. */
  ofMachine: boolean;
}

/** Everything that says that a server should run here for this endpoint. */
export async function expectedBy(endpoint: Endpoint, { confs, procfiles, units, ofMachine }: ExpectedSources): Promise<Expected[]> {
  const by: Expected[] = [];
  const onMachine = ofMachine ? enabledUnits() : [];
  for (const found of confs) {
    // A package's own file says nothing as long as nothing starts a server with it.
    if (found.foundBy === 'common-place' && onMachine.length === 0) continue;
    by.push(byConf(found));
  }
  if (endpoint.path !== null) return by;
  const seen = new Set<string>();
  for (const file of [...procfiles, ...units, ...onMachine]) {
    const name = basename(file);
    if (seen.has(name) && name.endsWith('.service')) continue;
    seen.add(name);
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.length > maxFileBytes) continue;
    const restart = /^\s*(Restart=\S+)/m.exec(text)?.[1];
    for (const { line, text: shown } of commandLines(text, dirname(file), endpoint, confs))
      by.push(
        name.endsWith('.service')
          ? { kind: 'unit', place: { file, line }, text: restart ? `${shown} (${restart})` : shown }
          : { kind: 'procfile', place: { file, line }, text: shown },
      );
  }
  return by.slice(0, 20);
}
