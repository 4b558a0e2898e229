export { maskArguments, secretOptions } from './mask-arguments.ts';
export { maskSecrets, maskText } from './mask-text.ts';
