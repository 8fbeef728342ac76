// What the columns of a device list mean, guessed from their headings in the languages and spellings that lists come in, and
// from what stands in them. A guess is shown before anything is taken in; columns with patient data are never taken in.
import { namesPatientData } from '#evidence/model.ts';
import { modalityIn } from '#inventory/model.ts';
import { parseAddress } from '#kit/index.ts';

/** The fields that a list can fill, in words, and whether several columns may fill one. */
export const FIELDS = {
  name: { label: 'Name', many: false },
  vendor: { label: 'Maker', many: false },
  model: { label: 'Model', many: false },
  serial: { label: 'Serial number', many: false },
  assetTag: { label: 'Inventory number', many: false },
  kind: { label: 'Kind of device', many: false },
  modality: { label: 'Modality', many: false },
  address: { label: 'Network address', many: true },
  mac: { label: 'Hardware address', many: true },
  hostName: { label: 'Host name', many: true },
  aeTitle: { label: 'AE title', many: true },
  os: { label: 'Operating system', many: false },
  osVersion: { label: 'Operating system version', many: false },
  osBuild: { label: 'Operating system build', many: false },
  software: { label: 'Software', many: true },
  site: { label: 'Site', many: false },
  location: { label: 'Location', many: false },
  department: { label: 'Department', many: false },
  owner: { label: 'Owner', many: false },
  criticality: { label: 'Criticality', many: false },
  udi: { label: 'Unique device identifier', many: false },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly many: boolean }>>;

/** A field that a list can fill. */
export type Field = keyof typeof FIELDS;

/** Which field each column fills, by column name; null: not taken in. */
export type Mapping = Readonly<Record<string, Field | null>>;

/** Fields of which one must be there to tell which device a row is about. */
const TELLING: readonly Field[] = ['serial', 'mac', 'assetTag', 'udi', 'address', 'hostName', 'aeTitle', 'name'];

/** Whether rows with these columns can say which device they are about. */
export function tellsDevices(mapping: Mapping): boolean {
  return Object.values(mapping).some((field) => field !== null && TELLING.includes(field));
}

/** Whether a word names a field. */
export function isField(word: string): word is Field {
  return Object.hasOwn(FIELDS, word);
}

// Headings as `plain` gives them: lower case, no accents, words apart. English, German, French, Spanish, Italian, Dutch.
const NAMES: Readonly<Record<Field, string>> = {
  name: `name|device|device name|equipment|equipment name|asset|asset name|description|device description|system|system name|
    geraet|gerat|geratename|geraetename|bezeichnung|geratebezeichnung|nom|nom appareil|appareil|equipement|designation|nombre|
    nombre equipo|equipo|dispositivo|descripcion|nome|apparecchio|naam|apparaat|label|display name`,
  vendor: `vendor|maker|manufacturer|manufacturer name|mfr|mfg|mfgr|make|brand|oem|supplier|hersteller|herstellername|marke|firma|
    fabrikat|fabricant|marque|constructeur|fabricante|marca|proveedor|produttore|costruttore|fabrikant|merk|leverancier`,
  model: `model|model name|model number|model no|device model|manufacturer model name|product|product name|modell|
    modellname|modellbezeichnung|typ|geratetyp|typbezeichnung|produkt|modele|nom du modele|modelo|modello|typenummer`,
  serial: `serial|serial number|serial no|serial nr|serialnumber|serialno|sn|s n|ser no|device serial number|seriennummer|serien nr|
    seriennr|fabriknummer|fabrik nr|numero de serie|n de serie|no de serie|num serie|no serie|n serie|nr serie|numero serie|
    n de serie equipo|numero di serie|matricola|serienummer`,
  assetTag: `asset tag|asset id|asset no|asset number|tag|inventory number|inventory no|inventory id|equipment id|equipment number|
    control number|cmms id|cmms|device id|id|inventarnummer|inventar nr|inventarnr|anlagennummer|anlagen nr|equipmentnummer|
    equipment nr|numero d inventaire|n d inventaire|no inventaire|no d inventaire|code inventaire|n inventaire|
    numero de inventario|n inventario|inventario|codigo|numero inventario|cespite|inventarisnummer`,
  kind: `kind|type|tipo|category|device type|equipment type|device category|class|asset type|role|function|gerateart|geraeteart|kategorie|
    geratekategorie|categorie|type d appareil|type d equipement|categoria|tipo de equipo|clase|tipo di apparecchio|soort`,
  modality: `modality|modalities|modality type|modalitat|modalitaet|modalite|modalidad|modalita|modaliteit|mod`,
  address: `ip|ips|ip address|ip addresses|ipaddress|ipv4|ipv6|ipv4 address|ip addr|address|network address|host address|ip adresse|
    ip adressen|netzwerkadresse|adresse|adresse ip|adresses ip|direccion ip|direccion|dir ip|indirizzo ip|ip adres`,
  mac: `mac|macs|mac address|mac addresses|macaddress|mac addr|hardware address|ethernet address|physical address|mac adresse|
    hardwareadresse|adresse mac|adresse physique|direccion mac|direccion fisica|indirizzo mac|mac adres`,
  hostName: `host|hostname|host name|dns|dns name|fqdn|computer name|computername|node name|netbios|netbios name|rechnername|
    hostname fqdn|nom d hote|nom hote|nom de machine|nombre de host|nombre de equipo|nombre host|nome host|nome computer|
    computernaam`,
  aeTitle: `ae|aet|ae title|ae titles|aetitle|ae titel|dicom ae|dicom aet|dicom ae title|application entity|application entity title|
    titre ae|titulo ae|titolo ae|calling ae|called ae|station ae title`,
  os: `os|operating system|operating system name|os name|platform|betriebssystem|systeme d exploitation|se|so|sistema operativo|
    sistema operativo nombre|besturingssysteem`,
  osVersion: `os version|operating system version|os release|os ver|betriebssystemversion|betriebssystem version|version os|
    version du systeme|version d os|version so|version del sistema operativo|versione os|os versie`,
  osBuild: `os build|build|build number|os build number|windows build|kernel|buildnummer`,
  software: `software|software version|application|application version|firmware|firmware version|sw version|softwareversion|
    softwarestand|logiciel|version logiciel|version du logiciel|aplicacion|version de software|version software|version`,
  site: `site|facility|campus|hospital|clinic|practice|entity|standort|klinik|krankenhaus|praxis|haus|etablissement|hopital|
    clinique|sede|centro|instalacion|clinica|vestiging|location site`,
  location: `location|room|place|building|floor|area|raum|zimmer|ort|gebaude|lage|emplacement|lieu|salle|local|localisation|
    batiment|ubicacion|sala|habitacion|edificio|ubicazione|stanza|locatie|kamer|ruimte|room number|location name`,
  department: `department|dept|unit|ward|cost center|cost centre|service line|abteilung|fachabteilung|station|kostenstelle|bereich|
    service|departement|unite|departamento|servicio|unidad|reparto|dipartimento|afdeling|department name`,
  owner: `owner|responsible|responsible person|contact|contact person|custodian|device owner|asset owner|business owner|
    technical owner|eigentumer|eigentuemer|besitzer|verantwortlich|verantwortlicher|ansprechpartner|betreiber|proprietaire|
    responsable|contacto|propietario|dueno|proprietario|responsabile|eigenaar|verantwoordelijke`,
  criticality: `criticality|critical|criticality level|priority|importance|risk class|business criticality|kritikalitat|kritikalitaet|
    kritisch|prioritat|wichtigkeit|criticite|priorite|importance clinique|criticidad|prioridad|importancia|criticita|priorita|
    kriticiteit`,
  udi: `udi|udi di|unique device identifier|udi number|gtin`,
};

/** A field that a heading names, and how plainly: 0 is the usual word for it. */
interface Naming {
  readonly field: Field;
  readonly rank: number;
}

const BY_NAME: ReadonlyMap<string, Naming> = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    isField(field) ? names.split('|').map((name, rank) => [name.trim(), { field, rank }] as const) : [],
  ),
);

/** A heading as it is compared: lower case, accents off, words apart, no units in brackets. */
export function plain(heading: string): string {
  return heading
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The field that a heading names, or null. */
export function fieldOfHeading(heading: string): Field | null {
  return namingOf(heading)?.field ?? null;
}

function namingOf(heading: string): Naming | null {
  if (namesPatientData(heading)) return null;
  const words = plain(heading);
  const exact = BY_NAME.get(words) ?? BY_NAME.get(words.replace(/ /g, ''));
  if (exact) return exact;
  // "IP address 2", "MAC (WLAN)", "Primary IP": the rest of the heading only tells several apart.
  const without = words.replace(
    /^(?:primary|secondary|main|current|dicom|lan|wlan|wifi|device|unit|pacs) | (?:\d+|lan|wlan|wifi|wired|wireless|eth\d|primary|secondary|dicom)$/g,
    '',
  );
  return without === words ? null : (BY_NAME.get(without) ?? null);
}

const MAC = /^[0-9a-f]{2}([:-]?[0-9a-f]{2}){5}$|^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/i;
const SYSTEM = /\bwindows\b|\bwin ?(?:7|8|10|11|xp)\b|\blinux\b|\brhel\b|\bubuntu\b|\bcentos\b|\bsolaris\b|\bwes ?7\b/i;
const SERIAL = /^(?=.*\d{3})[A-Z0-9][A-Z0-9\-/]{4,24}$/i;

/** The field that the contents of a column show, or null; `values` are samples that are not blank. */
export function fieldOfContents(heading: string, values: readonly string[]): Field | null {
  if (values.length === 0 || namesPatientData(heading)) return null;
  const share = (test: (value: string) => boolean) => values.filter(test).length / values.length;
  if (share((value) => MAC.test(value)) >= 0.8) return 'mac';
  if (share((value) => parseAddress(value.split(/[\s,;/]/)[0] ?? '') !== undefined) >= 0.8) return 'address';
  if (share((value) => value.length <= 10 && modalityIn(value) === value.toUpperCase()) >= 0.8) return 'modality';
  if (share((value) => SYSTEM.test(value)) >= 0.8) return 'os';
  const isNumbered = /\b(no|nr|num|numero|number|nummer|serie\w*|serial)\b|^column /.test(plain(heading));
  const isUnique = new Set(values).size === values.length && values.length >= 3;
  if (isNumbered && isUnique && share((value) => SERIAL.test(value)) >= 0.9) return 'serial';
  return null;
}

/** A column as far as guessing needs it. */
export interface Column {
  readonly name: string;
  readonly values: readonly string[];
}

/** The mapping that headings and contents suggest; a field that takes one column goes to the plainest heading for it. */
export function guessMapping(columns: readonly Column[]): Mapping {
  const taken = new Set<Field>();
  // Without inherited names: a column may have any name.
  const mapping: Record<string, Field | null> = Object.create(null);
  const claim = (name: string, field: Field | null): void => {
    if (field === null || (taken.has(field) && !FIELDS[field].many)) return;
    taken.add(field);
    mapping[name] = field;
  };
  for (const { name } of columns) mapping[name] = null;
  const named = columns.flatMap(({ name }) => ({ name, naming: namingOf(name) }));
  named.sort((a, b) => (a.naming?.rank ?? 0) - (b.naming?.rank ?? 0));
  for (const { name, naming } of named) claim(name, naming?.field ?? null);
  for (const { name, values } of columns) {
    if (mapping[name] === null && namingOf(name) === null) claim(name, fieldOfContents(name, values));
  }
  return mapping;
}
