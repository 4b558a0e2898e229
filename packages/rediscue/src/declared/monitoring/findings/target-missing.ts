import { isIP } from 'node:net';
import type { DeclaredObject, Program } from '../../reading.ts';
import { type DeclaredFinding, once } from '../../terraform/findings/finding.ts';
import { ofKind, type PrometheusConfig, type Target } from '../types.ts';
import { extraHosts, hasUnknownNeighbours, insideOf, programsNamed } from './deployed.ts';

/** Images that scrape. */
export const scrapers = /(^|\/)(prometheus|prom|vmagent|victoria-metrics|vmsingle)(-[\w]*)?$|^prometheus$/i;

/** monitoring/target-missing: a scrape target without a service. Judged where the files show who scrapes, and everybody whom that one can see. */
export function targetMissing(objects: readonly DeclaredObject[], programs: readonly Program[]): DeclaredFinding[] {
  return once(
    ofKind(objects, 'prometheus-config').flatMap(({ data }) => {
      const scrapingPrograms = programsNamed(programs, scrapers).filter((program) => insideOf(program, data.file) !== null);
      // Several that read one file may see different neighbours: a target is missing where none of them finds it.
      if (scrapingPrograms.length === 0 || scrapingPrograms.some((program) => hasUnknownNeighbours(program, objects))) return [];
      const missing = scrapingPrograms.map((program) => new Set(targetsOf(data).filter((target) => !isThere(target.target, program, objects, programs))));
      const [first] = missing;
      const scraper = scrapingPrograms[0];
      if (!first || !scraper) return [];
      const texts = missing.map((each) => new Set([...each].map(({ target }) => target.text)));
      return [...first]
        .filter(({ target }) => texts.every((each) => each.has(target.text)))
        .map(({ target, job }) => ({
          code: 'monitoring/target-missing',
          place: target.place,
          summary:
            target.host === 'localhost' || target.host === '127.0.0.1'
              ? `The job ${job} asks ${shown(target)}, and in the container ${scraper.name} nothing but Prometheus itself listens there.`
              : `The job ${job} asks ${shown(target)}, and no service of ${scraper.group.replace(/@.*$/, '')} has the name ${target.host}.`,
          also: [scraper.place],
          subject: job,
        }));
    }),
  );
}

const shown = ({ host, port }: Target): string => (port === null ? host : `${host}:${port}`);

function targetsOf({ jobs, alertmanagers }: PrometheusConfig): { target: Target; job: string }[] {
  return [
    ...jobs.flatMap(({ name, targets, probed }) => [...targets, ...probed.filter(({ text }) => /^(redis|valkey)s?:\/\//.test(text))].map((target) => ({ target, job: name }))),
    ...alertmanagers.map((target) => ({ target, job: 'alertmanagers' })),
  ];
}

function isThere({ host, port }: Target, scraper: Program, objects: readonly DeclaredObject[], programs: readonly Program[]): boolean {
  if (host === 'localhost' || host === '127.0.0.1' || host === '::1') return scraper.hostNetwork || port === null || port === 9090 || port === listeningPort(scraper);
  // Names with dots are of a zone that no file tells; the host's own are known to the runtime.
  if (host.includes('.') || isIP(host) !== 0 || /^host[-.](docker|containers)|^gateway$/.test(host)) return true;
  if (scraper.hostNetwork) return true;
  const names = new Set(
    programs
      .filter((program) => program.group === scraper.group || sharesNetwork(program, scraper))
      .flatMap((program) => [program.name, ...program.reachedAs, ...program.networks.flatMap(({ aliases }) => aliases)]),
  );
  return names.has(host) || extraHosts(scraper, objects).includes(host);
}

/** Two projects may meet in a network of the same name. */
const sharesNetwork = (one: Program, other: Program): boolean => one.networks.some(({ name }) => name !== 'default' && other.networks.some((network) => network.name === name));

function listeningPort({ command }: Program): number | null {
  const flag = (command?.value ?? []).map((word) => /--web\.listen-address=.*:(\d+)/.exec(word)?.[1]).find((found) => found !== undefined);
  return flag === undefined ? null : Number(flag);
}
