// What a person knows better than the sensors: each field changed becomes an attested fact in their name.
import { Button, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect } from 'react';
import type { DeviceDetail } from '#contracts/index.ts';
import { ApiFault } from '../api/fault.ts';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { useChangeDevice } from './use-device.ts';

const FIELDS = ['name', 'kind', 'modality', 'vendor', 'model', 'serial', 'os', 'location', 'owner'] as const;
type Field = (typeof FIELDS)[number];
type Values = Record<Field | 'criticality', string>;

interface EditDeviceProps {
  readonly detail: DeviceDetail;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function valuesOf({ device, attributes }: DeviceDetail): Values {
  const serial = attributes.find((attribute) => attribute.attribute.endsWith('serial'))?.value ?? '';
  return {
    name: device.name,
    kind: device.kind ?? '',
    modality: device.modality ?? '',
    vendor: device.vendor ?? '',
    model: device.model ?? '',
    serial,
    os: device.os ?? '',
    location: device.location ?? '',
    owner: device.owner ?? '',
    criticality: device.criticality === null ? '' : String(device.criticality),
  };
}

/** The form in a window; only fields that were changed are sent. */
export function EditDevice({ detail, opened, onClose }: EditDeviceProps) {
  const form = useForm<Values>({ initialValues: valuesOf(detail) });
  const { setValues, resetDirty, clearErrors } = form;
  const change = useChangeDevice(detail.device.id, () => {
    onClose();
    notice(text.device.saved);
  });
  useEffect(() => {
    if (!opened) return;
    const values = valuesOf(detail);
    setValues(values);
    resetDirty(values);
    clearErrors();
  }, [opened, detail, setValues, resetDirty, clearErrors]);

  function submit(values: Values): void {
    const changed = FIELDS.filter((field) => form.isDirty(field) && values[field].trim() !== '');
    const body = Object.fromEntries(changed.map((field) => [field, values[field].trim()]));
    const criticality =
      form.isDirty('criticality') && values.criticality ? { criticality: Number(values.criticality) } : {};
    change.mutate(
      { ...body, ...criticality },
      { onError: (error) => error instanceof ApiFault && form.setErrors({ ...error.fields }) },
    );
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={text.device.editTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={form.onSubmit(submit)}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {text.device.editWhat}
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            {FIELDS.map((field) => (
              <TextInput key={field} label={text.deviceField[field]} {...form.getInputProps(field)} />
            ))}
            <Select
              label={text.device.criticality}
              data={[1, 2, 3, 4, 5].map((level) => ({
                value: String(level),
                label: `${level} · ${text.criticality[level] ?? ''}`,
              }))}
              {...form.getInputProps('criticality')}
            />
          </SimpleGrid>
          {change.error ? <Failure error={change.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
              {text.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
