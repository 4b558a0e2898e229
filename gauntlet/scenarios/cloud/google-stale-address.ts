import { cloudRun, connector, memorystore, plain, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'Memorystore was made anew and has another address; the service still has the old one',
  target: 'redis://10.0.0.19:6379',
  facts: () => [[memorystore()], cloudRun({ env: [plain('REDIS_URL', 'redis://10.0.0.19:6379/0')] }), connector()],
  expect: { root: 'cloud/instance-missing', says: ['REDIS_URL', '10.0.0.19', '10.0.0.3'], never: ['network/unreachable'] },
});
