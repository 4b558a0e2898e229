import type { Place } from '../../facts/index.ts';
import type { DeclaredObject } from '../reading.ts';

/** An address that something is scraped at or sent to. */
export interface Target {
  /** As written. */
  text: string;
  /** Without a port and a scheme. */
  host: string;
  port: number | null;
  place: Place;
}

export interface ScrapeJob {
  name: string;
  /** Null: the file's own. */
  interval: string | null;
  /** What is really asked: where addresses are rewritten, the exporter in front. */
  targets: Target[];
  /** What an exporter is asked about, where the targets are a parameter of its. */
  probed: Target[];
  /** `kubernetes_sd_configs`, …: targets that are found by others. */
  discovery: string[];
  /** Its addresses are rewritten in a way that is not worked out. */
  rewritten: boolean;
  place: Place;
}

export interface RulePattern {
  pattern: string;
  /** Files of the project that it matches beside the configuration. */
  beside: string[];
  /** Files of the project whose last part of the path it matches. */
  named: string[];
  place: Place;
}

/** Kind `prometheus-config`. */
export interface PrometheusConfig {
  file: string;
  scrapeInterval: string | null;
  evaluationInterval: string | null;
  jobs: ScrapeJob[];
  ruleFiles: RulePattern[];
  alertmanagers: Target[];
  /** Alertmanagers are found by others. */
  alertmanagerDiscovery: boolean;
}

export interface AlertRule {
  group: string;
  alert: string | null;
  record: string | null;
  expr: string;
  for: string | null;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  place: Place;
  exprPlace: Place;
}

/** Kind `prometheus-rules`. */
interface PrometheusRules {
  file: string;
  /** An object of Kubernetes, that an operator loads. */
  operator: boolean;
  /** At least one of them alerts. */
  alerts: boolean;
  /** Empty where nothing in the file can be about a cache. */
  rules: AlertRule[];
}

export interface Integration {
  /** `slack_configs`, `email_configs`, … */
  kind: string;
  /** A part of its address that is still a template's placeholder. */
  placeholder: string | null;
  /** A setting without which Alertmanager does not start. */
  lacks: string | null;
  place: Place;
}

/** Kind `alertmanager-config`. */
export interface AlertmanagerConfig {
  file: string;
  /** Receivers that routes name, the default one first. */
  routed: { receiver: string; place: Place }[];
  receivers: { name: string; integrations: Integration[]; place: Place }[];
}

interface DashboardQuery {
  expr: string;
  place: Place;
}

export interface DashboardPanel {
  title: string | null;
  type: string | null;
  /** Uid, or name in older ones. */
  datasource: string | null;
  queries: DashboardQuery[];
  place: Place;
}

/** Kind `grafana-dashboard`. */
export interface GrafanaDashboard {
  file: string;
  title: string | null;
  uid: string | null;
  /** As the API takes it, `{ "dashboard": { … } }`: a file of it is not loaded. */
  wrapped: boolean;
  /** Something in the project hands dashboards to the API. */
  posted: boolean;
  /** Names that an import by hand would ask for. */
  inputs: string[];
  /** Variables of its own. */
  variables: string[];
  panels: DashboardPanel[];
  /** Where it is no JSON. */
  broken: Place | null;
}

/** Kind `grafana-dashboards`: where Grafana loads dashboards from. */
interface GrafanaProvider {
  file: string;
  name: string | null;
  /** Inside of Grafana's machine or container. */
  path: string | null;
}

/** Kind `grafana-datasource`. */
interface GrafanaDatasource {
  file: string;
  name: string | null;
  uid: string | null;
  type: string | null;
  url: string | null;
  isDefault: boolean;
}

interface Kinds {
  'prometheus-config': PrometheusConfig;
  'prometheus-rules': PrometheusRules;
  'alertmanager-config': AlertmanagerConfig;
  'grafana-dashboard': GrafanaDashboard;
  'grafana-dashboards': GrafanaProvider;
  'grafana-datasource': GrafanaDatasource;
}

export type MonitoringObject<K extends keyof Kinds = keyof Kinds> = DeclaredObject & { kind: K; data: Kinds[K] };

export const declared = <K extends keyof Kinds>(kind: K, name: string, place: Place, data: Kinds[K]): MonitoringObject<K> => ({ kind, name, place, data });

export function ofKind<K extends keyof Kinds>(objects: readonly DeclaredObject[], kind: K): MonitoringObject<K>[] {
  return objects.filter((object): object is MonitoringObject<K> => object.kind === kind);
}
