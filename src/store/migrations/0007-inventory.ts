// What the inventory needs at hand: whether a list names a device, segments of the network, flows with the internet, and the names
// that people give to zones and to software.
import type { Migration } from '../migrate.ts';

export const inventory: Migration = {
  id: 7,
  name: 'inventory',
  sql: `
alter table devices add column listed boolean not null default false;
update devices device set listed = true where exists (
  select 1 from device_subjects member join fact_current known on known.tenant_id = member.tenant_id
    and known.subject_kind = member.subject_kind and known.subject_key = member.subject_key and known.basis = 'attested'
  where member.tenant_id = device.tenant_id and member.device_id = device.id and member.subject_kind <> 'device');
create index devices_not_listed on devices (tenant_id, id) where not listed and not retired;
create index devices_not_seen on devices (tenant_id, id) where listed and last_seen_at is null and not retired;
create index fact_current_inventory on fact_current (tenant_id, attribute, subject_kind, subject_key) where attribute in (
  'device.peer', 'device.hint', 'device.vlan', 'device.network', 'device.privateClass', 'service.implementation');
alter table flows add column internet text;
update flows set internet = case when client.ours then 'out' else 'in' end
from flows own
  cross join lateral (select exists (select 1 from unnest(array['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10',
    '169.254.0.0/16', '127.0.0.0/8', '::1/128', 'fc00::/7', 'fe80::/10']::inet[]) as range (known)
    where own.client::inet <<= range.known) as ours) client
  cross join lateral (select exists (select 1 from unnest(array['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10',
    '169.254.0.0/16', '127.0.0.0/8', '::1/128', 'fc00::/7', 'fe80::/10', '224.0.0.0/4', 'ff00::/8', '255.255.255.255/32',
    '0.0.0.0/32', '::/128']::inet[]) as range (known) where own.server::inet <<= range.known) as ours) server
where flows.tenant_id = own.tenant_id and flows.key = own.key and client.ours <> server.ours
  and own.client not in ('0.0.0.0', '::');
create index flows_internet on flows (tenant_id, last_seen_at desc, key) where internet is not null;
create index flows_titles on flows (tenant_id, key) where titles <> '[]'::jsonb;
create table segments (
  tenant_id text not null, range text not null, tag integer not null, basis text not null, fact_id text not null,
  primary key (tenant_id, range, tag, basis));
insert into segments (tenant_id, range, tag, basis, fact_id)
select distinct on (tenant_id, 2, 3) tenant_id,
  text(network(set_masklen(subject_key::inet, case when subject_key like '%:%' then 64 else 24 end))), (value #>> '{}')::integer,
  'observed', fact_id
from fact_current where attribute = 'device.vlan' and subject_kind = 'address' order by tenant_id, 2, 3, fact_id;
create table zone_names (
  tenant_id text not null, zone text not null, name text not null, by_whom text not null, at timestamptz not null,
  primary key (tenant_id, zone));
create table software_names (
  tenant_id text not null, id text not null, code text not null, product text not null, vendor text, by_whom text not null,
  at timestamptz not null, undone_at timestamptz, undone_by text,
  primary key (tenant_id, id));
create unique index software_names_standing on software_names (tenant_id, code) where undone_at is null;
`,
};
