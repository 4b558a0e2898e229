import type { Files, Use } from '../reading.ts';
import type { RawLayer } from './effective.ts';

/** What a framework makes of the variables that it is given, beyond what its files say. */
export function asFrameworkReads(layers: readonly RawLayer[], uses: readonly Use[], files: Files, folder: string | null): { layers: readonly RawLayer[]; uses: readonly Use[] } {
  const isLaravel =
    uses.some(({ library }) => library === 'laravel') || (folder !== null && files.kind(folder === '.' || folder === '' ? 'artisan' : `${folder}/artisan`) === 'file');
  const read = isLaravel ? layers.map(asLaravelReads) : layers;
  return { layers: uses.some(({ variable }) => variable !== null) ? read : read.map(withUrls), uses: withSpringsNames(uses, layers) };
}

/** Where nothing of the code is known, a Redis' URL counts under any name: `CELERY_BROKER_URL`, `MESSENGER_TRANSPORT_DSN`. */
function withUrls({ label, variables }: RawLayer): RawLayer {
  const more = variables.flatMap((variable): RawLayer['variables'] => {
    const match = /^(?:redis|valkey)(s?)(?:cache)?(:\/\/[^/]*)(\/\d+)?/.exec(variable.value?.replace(/^(redis)cache/, '$1') ?? '');
    const use = /^([A-Z0-9]+(?:_[A-Z0-9]+)*?)(?:_(?:URL|URI|DSN|ADDR|ADDRESS|LOCATION))?$/.exec(variable.name)?.[1];
    if (!match || use === undefined || /REDIS|VALKEY/.test(variable.name)) return [];
    // What is no number behind the server is a framework's own: a stream, a prefix.
    const [, secure = '', server = '', database = ''] = match;
    return [{ ...variable, name: `REDIS_${use}_URL`, shown: variable.name, value: `redis${secure}${server}${database}` }];
  });
  return more.length === 0 ? { label, variables } : { label, variables: [...variables, ...more] };
}

/** Laravel's `env()` makes `null` of the text `null`, and an empty text of `empty`: its own template says `REDIS_PASSWORD=null`. */
function asLaravelReads({ label, variables }: RawLayer): RawLayer {
  return { label, variables: variables.map((variable) => (/^(null|\(null\)|empty|\(empty\))$/i.test(variable.value ?? '') ? { ...variable, value: '' } : variable)) };
}

const springsNames: Readonly<Record<string, string>> = {
  URL: 'REDIS_URL',
  HOST: 'REDIS_HOST',
  PORT: 'REDIS_PORT',
  USERNAME: 'REDIS_USERNAME',
  PASSWORD: 'REDIS_PASSWORD',
  DATABASE: 'REDIS_DB',
  SSL_ENABLED: 'REDIS_TLS',
};

/** Spring takes each of its properties from the environment, also those that its files do not write down. */
function withSpringsNames(uses: readonly Use[], layers: readonly RawLayer[]): readonly Use[] {
  const known = uses.find(({ library, variable }) => library === 'spring' && /^SPRING_(DATA_)?REDIS_/.test(variable ?? ''));
  const prefix = /^SPRING_(DATA_)?REDIS_/.exec(known?.variable ?? '')?.[0];
  if (!known || prefix === undefined) return uses;
  const more = Object.entries(springsNames).flatMap(([ending, means]): Use[] => {
    const name = `${prefix}${ending}`;
    const set = layers.flatMap(({ variables }) => variables).find((variable) => variable.name === name && variable.value !== '');
    if (!set || uses.some(({ variable }) => variable === name)) return [];
    return [{ variable: name, means, fallback: null, place: known.place, library: 'spring' }];
  });
  return [...uses, ...more];
}
