export { programLayers, reachedFromHere } from './containers.ts';
export { type AppSettings, type AppUrl, appSettings, type LogTail, type Neighbour, type SettingsLayer } from './settings.ts';
