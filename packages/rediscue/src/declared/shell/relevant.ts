import type { Variable } from '../reading.ts';

const name = /redis|valkey|(cache|queue|broker|session|celery|bull|sentinel|pubsub)\w*_(url|uri|dsn|host|port|addr|address|endpoint)$/i;

/** Whether a variable may have to do with a Redis; most that scripts and pipelines set are switches of tools. */
export const isRelevant = (variable: Pick<Variable, 'name' | 'value'>): boolean => name.test(variable.name) || /^\s*(redis|valkey)(s|-sentinel)?:\/\//i.test(variable.value ?? '');
