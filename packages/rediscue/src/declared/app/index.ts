export { type AppSettings, type AppUrl, appSettings, type LogTail, type Neighbour, type SettingsLayer } from './settings.ts';
