import { shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server binds loopback inside its pod: a forwarded port gets there, the application does not',
  arrange: async (world) => {
    const { call, server } = await shop(world);
    await server.call('CONFIG', 'SET', 'bind', '127.0.0.1');
    return { ...call, expect: { root: 'network/bound-to-loopback', says: ['127.0.0.1'] }, heal: () => server.call('CONFIG', 'SET', 'bind', '127.0.0.1 -10.244.0.1') };
  },
});
