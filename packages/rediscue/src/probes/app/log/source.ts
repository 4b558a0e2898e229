import type { Place } from '../../../facts/index.ts';

/** Paths of packages and of the language itself: what is wanted is the application's own line. */
const foreign = /node_modules|node:|internal\/|site-packages|dist-packages|lib\/python|<frozen|\/usr\/(lib|local\/go)|\/pkg\/mod\/|\/vendor\/|runtime\//;
const foreignJava =
  /^(java|javax|jakarta|sun|jdk|kotlin|scala|reactor|io\.(lettuce|netty|micrometer)|redis\.clients|org\.(redisson|springframework|apache|hibernate|postgresql)|com\.zaxxer)\./;

/** The application's own frame of a trace: its innermost one, or else the innermost of all. */
export function sourceOf(lines: readonly string[]): { source: Place | null; module: string | null } {
  const frames: { place: Place; module: string | null; isOwn: boolean }[] = [];
  let isPython = false;
  for (const line of lines) {
    const python = /^\s*File "([^"]+)", line (\d+)(?:, in (\S+))?/.exec(line);
    const node = /^\s*at (?:async )?(?:(.+?) \()?(?:file:\/\/)?((?:\/|[A-Za-z]:\\|\.{0,2}\/|[\w.-]+\/|node:)?[^():\s][^():]*):(\d+):\d+\)?$/.exec(line);
    const java = /^\s*at (?:[\w.@-]+\/)*((?:[\w$]+\.)+[\w$<>]+)\.[\w$<>]+\(([\w$]+\.(?:java|kt|scala|groovy)):(\d+)\)/.exec(line);
    const go = /^\s*(\/\S+\.go|[\w./-]+\.go):(\d+)(?: \+0x[0-9a-f]+)?\s*$/.exec(line);
    if (python) {
      isPython = true;
      frames.push({ place: at(python[1], python[2]), module: python[3]?.replace(/^<module>$/, '') || null, isOwn: !foreign.test(python[1] ?? '') });
    } else if (java) frames.push({ place: at(java[2], java[3]), module: java[1] ?? null, isOwn: !foreignJava.test(`${java[1]}.`) });
    else if (node) frames.push({ place: at(node[2], node[3]), module: node[1] ?? null, isOwn: !foreign.test(node[2] ?? '') });
    else if (go) frames.push({ place: at(go[1], go[2]), module: null, isOwn: !foreign.test(go[1] ?? '') });
  }
  const own = frames.filter(({ isOwn }) => isOwn);
  // Python writes the innermost frame last, the others first.
  const chosen = isPython ? own.at(-1) : own[0];
  return { source: chosen?.place ?? null, module: chosen?.module ?? null };
}

const at = (file = '', line = ''): Place => ({ file: file.slice(-160), ...(Number(line) > 0 && { line: Number(line) }) });

/** `src/cache.py:42` in a line of text. */
export function sourceIn(text: string): Place | null {
  const match = /(?:^|[\s([])((?:[\w@.-]+\/)*[\w@.-]+\.(?:py|[cm]?[jt]sx?|java|kt|rb|php|go)):(\d+)/.exec(text);
  return match?.[1] === undefined || foreign.test(match[1]) ? null : at(match[1], match[2]);
}
