// A short notice in the corner that something was done.
import { notifications } from '@mantine/notifications';

/** Shows a notice; it goes away by itself and is read out by screen readers. */
export function notice(message: string): void {
  notifications.show({ message, autoClose: 6000, withBorder: true });
}
