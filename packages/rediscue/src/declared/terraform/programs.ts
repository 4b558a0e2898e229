import type { Program } from '../reading.ts';
import type { Found } from './objects.ts';
import type { Plan } from './plan.ts';
import { concernsRedis, programOf } from './services/service.ts';
import { plainText } from './values.ts';

/** The containers of a plan that use a Redis or are one. */
export function programsOf({ services, secretValue }: Found, plan: Plan): Program[] {
  return services.flatMap((service) =>
    service.containers.flatMap((container) => {
      const uses = container.variables.some((given) => concernsRedis(given.secret ? { name: given.name, value: secretValue(given.secret).value } : given));
      const isOne = /redis|valkey|keydb/i.test(plainText(container.image) ?? '');
      return uses || isOne ? [programOf(service, container, plan, secretValue)] : [];
    }),
  );
}
