// Which columns of the device table are shown; the choice is kept in this browser.
import { useLocalStorage } from '@mantine/hooks';

export const OPTIONAL_COLUMNS = ['what', 'os', 'criticality', 'place', 'seen'] as const;
export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number];

export type VisibleColumns = Readonly<Partial<Record<OptionalColumn, boolean>>>;

/** The visible columns, and a switch for each. */
export function useColumns() {
  const [visible, setVisible] = useLocalStorage<VisibleColumns>({
    key: 'dosimeter-device-columns',
    defaultValue: { os: false },
    getInitialValueInEffect: false,
  });
  function toggle(column: OptionalColumn): void {
    setVisible((before) => ({ ...before, [column]: before[column] === false }));
  }
  return { visible, toggle };
}
