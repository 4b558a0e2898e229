export { isSecretOption, maskArguments } from './mask-arguments.ts';
export { maskSecrets, maskText } from './mask-text.ts';
export { isSecretName, mayBeSecretName } from './secret-names.ts';
