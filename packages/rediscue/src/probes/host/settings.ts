import type { ProcessFact } from '../../facts/index.ts';
import type { ProbeContext } from '../context.ts';
import { readServerArguments } from './arguments.ts';
import type { FoundConf } from './find-conf.ts';
import { argumentsOf } from './proc.ts';

/** A setting from the live server, its arguments, or its file: in that order. */
export class Settings {
  readonly #live: Readonly<Record<string, string>>;
  readonly #options: ReadonlyMap<string, string>;
  readonly #conf: FoundConf | null;
  readonly info: Readonly<Record<string, string>>;
  constructor(context: ProbeContext, subject: string, target: string, conf: FoundConf | null, running: ProcessFact | null) {
    const config = context.get('config', subject, target);
    const info = context.get('info', subject, target);
    this.#live = config?.state === 'ok' ? config.value.values : {};
    this.info = info?.state === 'ok' ? info.value : {};
    this.#options = running === null ? new Map() : readServerArguments(argumentsOf(running.pid)).options;
    this.#conf = conf;
  }
  live(name: string): string | undefined {
    return this.#live[name];
  }
  argument(name: string): string | undefined {
    return this.#options.get(name);
  }
  file(name: string): string | undefined {
    return this.#conf?.conf.setting(name);
  }
  get(name: string): string | undefined {
    return this.live(name) ?? this.argument(name) ?? this.file(name);
  }
}
