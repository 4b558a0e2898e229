import { titleOf } from '../causes/cloud.ts';
import type { ProjectView } from '../causes/view.ts';
import type { NotChecked } from '../facts/index.ts';

/** Targets in a provider's network that does not reach to here: what did not answer this machine may well answer the application. */
export function outsiders(project: ProjectView): NotChecked[] {
  return project.targets.flatMap(({ name, outside }) => {
    if (outside === null) return [];
    const { instance, service, isDenied } = outside;
    const where = instance
      ? `it is the address of ${titleOf(instance)}${instance.status === null ? '' : `, which is ${instance.status}`}, inside its own network${instance.network === null ? '' : ` (${instance.network})`}`
      : isDenied
        ? 'it is a private address, and the provider did not let its instances be read'
        : 'it is a private address, and the cloud facts hold no instance with it';
    const who = service === null ? 'the application there may well reach it' : `${service.name} is told of it and may well reach it`;
    return [
      {
        what: `${name} from here`,
        why: `${where}. It did not answer this machine, which is likely outside of that network: ${who}. Run this inside the network, for example as a job of the same service; if this machine is in it, a firewall or a route is at fault`,
      },
    ];
  });
}
