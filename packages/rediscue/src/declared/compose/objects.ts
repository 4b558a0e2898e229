import type { Placed } from '../reading.ts';

/** A project that compose would start. Kind `compose-project`. */
export interface ComposeProject {
  /** As compose and its containers' labels name it. */
  project: string;
  /** `Program.group` of its services. */
  group: string;
  folder: string;
  /** Files it is laid together from, the base first, included and extended ones behind. */
  files: string[];
  variant: string | null;
  /** Files beside it that compose leaves out, since another name comes first. */
  ignored: string[];
}

/** A network that a project declares. Kind `compose-network`. */
export interface ComposeNetwork {
  group: string;
  external: boolean;
  driver: string | null;
  internal: boolean;
  /** Name outside of the project; null: made of the project's and its own. */
  realName: string | null;
}

/** A volume that a project declares. Kind `compose-volume`. */
export interface ComposeVolume {
  group: string;
  external: boolean;
  driver: string | null;
  /** Always false: volumes have no such switch. */
  internal: false;
  realName: string | null;
}

/** A secret or config that a project declares: its content may be secret. Kinds `compose-secret`, `compose-config`. */
export interface ComposeContent {
  group: string;
  external: boolean;
  /** File that holds it, relative to the project's folder. */
  file: string | null;
  /** Variable that holds it, and its value where it is known. */
  variable: string | null;
  content: string | null;
}

/** How a service's image is built. Kind `compose-build`, named after the service. */
export interface ComposeBuild {
  group: string;
  context: string | null;
  dockerfile: string | null;
  /** Stage that is run instead of the last one. */
  target: string | null;
  args: Placed<{ name: string; value: string | null }>[];
}

/** A service that uses the network of another one: they share `localhost`. Kind `compose-shared-network`, named after the service. */
export interface ComposeSharedNetwork {
  group: string;
  /** `service:vpn`, `container:abc`. */
  mode: string;
  /** The service, where it is one. */
  with: string | null;
}

/** Names that a service knows beside those of the network. Kind `compose-extra-hosts`, named after the service. */
export interface ComposeExtraHosts {
  group: string;
  hosts: { name: string; address: string }[];
}

/** References without a value outside of a service's variables: in its command, image, ports, …. Kind `compose-unset`, named after the service. */
export interface ComposeUnset {
  group: string;
  /** `command`, `image`, `healthcheck`. */
  field: string;
  names: string[];
}
