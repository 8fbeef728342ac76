// The door of feeds: files of what the world knows, taken in and kept beside the data.
export type { CollectedFeed, FeedFile } from './collect-feeds.ts';
export { collectFeeds } from './collect-feeds.ts';
export type { LandedFeed } from './knowledge-folder.ts';
export { KnowledgeFolder } from './knowledge-folder.ts';
export type { PackManifest } from './knowledge-pack.ts';
export { fingerprint, openPack, writePack } from './knowledge-pack.ts';
export { landFeeds } from './land-feeds.ts';
export { PackKeys } from './pack-keys.ts';
export type { FetchedFeed } from './update/fetch-feeds.ts';
export { addressOf, fetchFeeds } from './update/fetch-feeds.ts';
export type { FeedSource, UpdatePlan, UpdateWish } from './update/update-settings.ts';
export { planUpdate } from './update/update-settings.ts';
