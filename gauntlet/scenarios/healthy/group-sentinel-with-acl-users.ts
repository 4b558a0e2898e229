import { startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'Sentinel and replicas log in as ACL users of their own, the application as another',
  arrange: async (world) => {
    const [app, watch, copy] = [world.secret(), world.secret(), world.secret()];
    const users = [
      'default off',
      `app on >${app} ~* &* +@all -@admin -@dangerous +info +config|get`,
      `sentinel on >${watch} allchannels +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|kill +script|kill`,
      `copy on >${copy} +psync +replconf +ping`,
    ];
    const server = { config: { user: users, masteruser: 'copy', masterauth: copy }, login: { username: 'app', password: app } };
    const group = await startSentinels(world, {
      primary: server,
      replica: server,
      lines: { 'sentinel auth-user': 'mymaster sentinel', 'sentinel auth-pass': `mymaster ${watch}` },
    });
    return {
      targets: [group.target('mymaster', app).replace('sentinel://:', 'sentinel://app:')],
      expect: { root: null, never: ['auth/command-denied', 'auth/sentinel-credentials-missing', 'auth/replica-credentials-missing'] },
    };
  },
});
