// Loads and changes what stands in the settings.
import { addUser, changeUser, loadAudit, loadUsers, removeUser } from '../api/people.ts';
import { addClearance, loadClearances, removeClearance } from '../api/scans.ts';
import { changePassword, confirmTotp, removeTotp, startTotp } from '../api/session.ts';
import { useLoad, usePages, useWrite } from '../api/use-load.ts';

/** Clearances and denies. */
export function useClearances() {
  return useLoad(['clearances'], loadClearances);
}

/** Adds a clearance or a deny. */
export function useAddClearance(onDone: () => void) {
  return useWrite(addClearance, onDone);
}

/** Removes one. */
export function useRemoveClearance(onDone: () => void) {
  return useWrite(removeClearance, onDone);
}

/** Everyone who may sign in. */
export function useUsers() {
  return useLoad(['users'], loadUsers);
}

/** Adds a person. */
export function useAddUser(onDone: () => void) {
  return useWrite(addUser, onDone);
}

/** Changes a person. */
export function useChangeUser(id: string, onDone: () => void) {
  return useWrite((body: Parameters<typeof changeUser>[1]) => changeUser(id, body), onDone);
}

/** Removes a person. */
export function useRemoveUser(onDone: () => void) {
  return useWrite(removeUser, onDone);
}

/** The audit trail, newest first, page by page. */
export function useAudit() {
  return usePages(['audit'], (cursor, signal) => loadAudit({ cursor, limit: 100 }, signal));
}

/** Changes the own password. */
export function useChangePassword(onDone: () => void) {
  return useWrite(changePassword, onDone);
}

/** Begins the second factor. */
export function useStartTotp() {
  return useWrite(startTotp);
}

/** Switches the second factor on. */
export function useConfirmTotp(onDone: () => void) {
  return useWrite(confirmTotp, onDone);
}

/** Switches the second factor off. */
export function useRemoveTotp(onDone: () => void) {
  return useWrite(removeTotp, onDone);
}
