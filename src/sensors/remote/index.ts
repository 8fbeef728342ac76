// The door of sensors/remote: a sensor on another machine that posts what it sees to a hub.
export type { HubAddress } from './hub-client.ts';
export { hubAddress } from './hub-client.ts';
export type { SensorInput, SensorOptions } from './run-sensor.ts';
export { runSensor } from './run-sensor.ts';
