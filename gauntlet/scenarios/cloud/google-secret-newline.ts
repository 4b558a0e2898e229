import { cloudRun, connector, fromSecret, memorystore, plain, seenFromOutside } from '../../harness/cloud.ts';

const env = [plain('REDIS_HOST', '10.0.0.3'), fromSecret('REDIS_PASSWORD', 'redis-password')];
const access = (value: string) => ({
  name: 'projects/480001/secrets/redis-password/versions/1',
  payload: { data: Buffer.from(value).toString('base64'), dataCrc32c: '3131961357' },
});

export default seenFromOutside({
  name: 'the password in the secret store ends with a line end',
  facts: (secret) => {
    const password = secret();
    return [memorystore(), { authString: password }, cloudRun({ env }), connector(), access(`${password}\n`)];
  },
  mended: (secret) => {
    const password = secret();
    return [memorystore(), { authString: password }, cloudRun({ env }), connector(), access(password)];
  },
  expect: { root: 'cloud/secret-invalid', says: ['redis-password', 'line end'] },
});
