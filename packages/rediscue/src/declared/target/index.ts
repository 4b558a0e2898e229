export { type Environment, readAddress } from './address.ts';
export { type Address, buildTarget, noParts, noTlsFiles, type Parts, type Problem, partsOfTarget, problem, type Source } from './build.ts';
export { secretLeftover } from './login.ts';
export { parseTarget, readDatabase, readParts } from './parse.ts';
export { endpointAt, endpointOfSocket } from './render.ts';
export { schemeOf } from './schemes.ts';
export { type Credentials, type Endpoint, type Rival, reachedPort, type Target, type TlsFiles } from './types.ts';
