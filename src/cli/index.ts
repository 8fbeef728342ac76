// The door of cli: the command line.
export type { CliAround } from './program.ts';
export { runCli } from './run-cli.ts';
export type { DemoCentre } from './serve-command.ts';
