import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container } from '../example-parts.ts';
import type { EndpointExample } from '../examples.ts';
import { isEveryInterface, runningContainer } from '../exposure.ts';
import { hostOf, isLoopback, portOf } from '../reach.ts';
import { diagnoseAgain } from '../remedy.ts';

const onLoopback: EndpointExample = { connect: { attempts: [{ address: '127.0.0.1', port: 6379, state: 'connected', code: null, ms: 0.1 }], used: '127.0.0.1' } };
const published = (hostAddress: string) => ({ runtime: 'docker', containers: [container({ published: [{ hostAddress, hostPort: 6379, containerPort: 6379 }] })], neighbours: [] });

export default defineCause({
  code: 'security/published-on-all-interfaces',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The port is open to the network although only this machine uses it',
  meaning: 'Engines open published ports past the firewall of the host. Nobody who is declared needs that: every declared consumer comes over loopback.',
  detection: 'The container publishes the port on every interface, and every declaration of it names loopback.',
  advice: 'Publish it on 127.0.0.1.',
  source: 'docs.docker.com, "Port publishing and mapping"',
  needs: ['containers'],
  explains: [],
  detect: (at) => {
    const box = runningContainer(at);
    const open = box?.published.find(({ hostAddress, hostPort }) => isEveryInterface(hostAddress) && hostPort === portOf(at));
    if (!at.isEntry || !box || !open) return null;
    const sameServer = at.target.project.targets.flatMap(({ entries }) => entries).filter((entry) => portOf(entry) === portOf(at));
    if (!sameServer.every((entry) => isLoopback(hostOf(entry)))) return null;
    return {
      summary: `Container ${box.name} publishes port ${open.hostPort} on every interface, although everything that is declared uses it from this machine.`,
      evidence: ['containers', 'connect'],
      remedies: [
        remedy(
          'Publish it on loopback, then make the container anew (its volumes stay)',
          [`# compose: ports: ["127.0.0.1:${open.hostPort}:${open.containerPort}"]`, ...(box.service ? [`docker compose up -d ${box.service}`] : [])],
          diagnoseAgain(at),
          'disruptive',
          'publish-port',
        ),
      ],
    };
  },
  examples: {
    bad: [{ name: 'published as 6379:6379 and used over localhost', facts: { endpoints: { '127.0.0.1:6379': { ...onLoopback, containers: published('0.0.0.0') } } } }],
    good: [
      { name: 'published on loopback', facts: { endpoints: { '127.0.0.1:6379': { ...onLoopback, containers: published('127.0.0.1') } } } },
      { name: 'used from another machine', facts: { containers: published('0.0.0.0') } },
    ],
  },
});
