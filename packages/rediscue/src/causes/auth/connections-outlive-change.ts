import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { redisCli } from '../remedy.ts';

const off = [
  { name: 'default', enabled: true, noPassword: false, allCommands: true, allKeys: true, hasPassword: true },
  { name: 'contractor', enabled: false, noPassword: false, allCommands: true, allKeys: true, hasPassword: true },
];

export default defineCause({
  code: 'auth/connections-outlive-change',
  severity: 'error',
  scope: 'endpoint',
  title: 'Clients with a withdrawn credential are still connected',
  meaning:
    'Redis checks the credential at login only. Whoever was connected when a user was switched off or a password changed goes on working with all rights, until the connection ends.',
  detection:
    'The list of clients holds connections of a user that is `off`. The default user is left out: a connection that has not logged in yet is listed under its name. A changed password leaves no trace in the server and cannot be seen.',
  advice: 'End those connections, then see that none comes back.',
  source: 'Measured with Redis 7.0.15: ACL SETUSER … off leaves open connections alone',
  needs: ['acl', 'clients'],
  explains: [],
  detect: (at) => {
    const users = at.get('acl')?.users;
    const clients = at.value('clients');
    if (users?.state !== 'ok' || !clients) return null;
    return users.value.flatMap((user): Found[] => {
      if (user.enabled || user.name === 'default') return [];
      const count = clients.byUser.find((each) => each.user === user.name)?.count ?? 0;
      if (count === 0) return [];
      const theirs = clients.entries.filter((entry) => entry.user === user.name);
      const oldest = Math.max(0, ...theirs.map((entry) => entry.ageSeconds));
      const from = [...new Set(theirs.map((entry) => entry.address.replace(/:\d+$/, '')))].slice(0, 3).join(', ');
      return [
        {
          summary: `${count === 1 ? 'One connection' : `${count} connections`} of user ${user.name}, who is switched off, ${count === 1 ? 'is' : 'are'} still open on ${at.subject}${from ? ` from ${from}` : ''}${oldest > 0 ? `, the oldest for ${Math.round(oldest / 60)} minutes` : ''}.`,
          evidence: ['clients', 'acl'],
          remedies: [
            remedy(
              `End every connection of ${user.name}`,
              [`${redisCli(at)} CLIENT KILL USER ${user.name}`],
              `${redisCli(at)} CLIENT LIST | grep -c 'user=${user.name} '`,
              'disruptive',
              'kill-clients',
            ),
            remedy('Look again', [diagnoseTarget(at.target)], diagnoseTarget(at.target)),
          ],
        },
      ];
    });
  },
  examples: {
    bad: [
      {
        name: 'two connections of a user who is off',
        facts: {
          acl: { users: { state: 'ok', value: off } },
          clients: {
            value: {
              total: 12,
              byUser: [
                { user: 'default', count: 10 },
                { user: 'contractor', count: 2 },
              ],
              entries: [
                {
                  id: 7,
                  address: '192.0.2.66:40112',
                  name: '',
                  user: 'contractor',
                  ageSeconds: 7200,
                  idleSeconds: 1,
                  command: 'get',
                  outputBufferBytes: 0,
                  queryBufferBytes: 0,
                  totalBytes: 2000,
                  flags: 'N',
                  library: '',
                },
              ],
            },
          },
        },
      },
    ],
    good: [
      { name: 'the user is off and nobody is connected as that user', facts: { acl: { users: { state: 'ok', value: off } } } },
      {
        name: 'the default user is off, and someone has not logged in yet',
        facts: {
          acl: { users: { state: 'ok', value: [{ name: 'default', enabled: false, noPassword: false, allCommands: true, allKeys: true, hasPassword: true }] } },
          clients: { value: { byUser: [{ user: 'default', count: 1 }] } },
        },
      },
    ],
  },
});
