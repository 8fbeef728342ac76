// The door of demo: a synthetic imaging centre on loopback, with ground truth.
export type { DemoDevice, DemoService } from './centre.data.ts';
export { DEMO_NETWORK, DEMO_PORTS, DEVICES } from './centre.data.ts';
export type { Demo, DemoOptions } from './start-demo.ts';
export { startDemo } from './start-demo.ts';
