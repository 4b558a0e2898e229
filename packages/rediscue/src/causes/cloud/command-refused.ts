import { describe } from '../cloud.ts';
import { cloudInstance } from '../cloud-fact-examples.ts';
import { defineCause } from '../define.ts';
import { changeSetting, managedBy } from '../managed.ts';

const unknown = { state: 'unknown-command' as const, reply: "ERR unknown command 'CONFIG', with args beginning with: 'GET' '*'" };
const elastiCache = 'cache.abc123.ng.0001.use1.cache.amazonaws.com:6379';

export default defineCause({
  code: 'cloud/command-refused',
  severity: 'info',
  scope: 'endpoint',
  title: 'The managed service refuses a command',
  meaning:
    'A managed Redis does not offer CONFIG and other commands of administration. What a remedy would do with them is done by the command of the provider, and some of it not at all.',
  detection:
    "CONFIG is unknown to the server, or refused by another reason than the rights of the account, and the server is a provider's: by the cloud facts (`--cloud-facts`), or by the name of its host. Remedies then name the provider's command in place of `CONFIG SET`.",
  advice: "Change settings by the provider's command or console; read them there too.",
  source:
    'docs.aws.amazon.com, ElastiCache: "Restricted commands"; cloud.google.com, Memorystore: "Unsupported Redis commands"; learn.microsoft.com: "Redis commands not supported"',
  needs: [],
  explains: [],
  detect: (at) => {
    const config = at.get('config');
    if (!at.isEntry || (config?.state !== 'unknown-command' && config?.state !== 'refused') || /^-?NOPERM/.test(config.reply)) return null;
    const managed = managedBy(at.target);
    if (managed === null) return null;
    const change = changeSetting(managed, 'maxmemory-policy', 'volatile-lru');
    return {
      summary: `${at.subject} is ${managed.product}, which refuses CONFIG: its settings are changed by the provider's own commands.`,
      evidence: ['config'],
      remedies: [
        {
          title: change === null ? "Change settings in the provider's console" : 'Change a setting, here the eviction policy',
          commands: change === null ? [] : [change],
          risk: 'safe',
          runbook: null,
          verify: describe(managed),
        },
      ],
    };
  },
  examples: {
    bad: [
      { name: "ElastiCache, by its host's name", facts: { endpoints: { [elastiCache]: { config: unknown } } }, says: 'ElastiCache' },
      {
        name: 'Memorystore, by the cloud facts',
        facts: {
          endpoints: { '10.0.0.3:6379': { config: unknown } },
          machine: { cloud: { instances: [cloudInstance()], services: [], connectors: [], secrets: [], refusals: [], listings: [] } },
        },
        says: 'Memorystore',
      },
    ],
    good: [
      { name: 'an own server without the command', facts: { config: unknown } },
      {
        name: 'the account lacks the right',
        facts: { endpoints: { [elastiCache]: { config: { state: 'refused', reply: "NOPERM this user has no permissions to run the 'config|get' command" } } } },
      },
      { name: 'a managed server that offers it', facts: { endpoints: { [elastiCache]: {} } } },
    ],
  },
});
