// No patient data at rest: whatever looks like a patient's attribute is refused before it becomes a fact. The closed
// vocabulary is the first wall, this is the second. Person names as in PS3.5 6.2 (VR PN), identification as in PS3.3 C.7.1.1
// and HL7 v2 PID.

/** Names of columns and members that hold patient attributes, in the languages that lists come in. */
const PATIENT_WORDS =
  /\b(patient(?:en|s)?|paciente|date of birth|birth ?dates?|dob|geburtsdatum|date de naissance|fecha de nacimiento|mrn|medical record|ssn|social security|health insurance|versichertennummer|krankenkasse|accession|diagnos(?:is|e|tic code)|insured|pid)\b/i;

/** `DOE^JANE`, `DOE^JANE^M^DR`, also with ideographic and phonetic groups: one word before the first caret. */
const PERSON_NAME =
  /(?:^|[\s"'=:|,;])[\p{L}\p{M}'’.-]{1,64}(?: [\p{L}\p{M}'’.-]{1,64}){0,3}\^[\p{L}\p{M}'’. -]{0,64}(?:\^|=|$|[\s"'|,;])/u;

/** A patient tag, keyword or HL7 segment with a value behind it. */
const PATIENT_ELEMENT =
  /\(?\b0010,?\s?[0-9a-f]{4}\)?\s*[:=]|\bPatient(?:'?s)?\s?(?:Name|ID|Sex|Age|Weight|Address|Birth)\w*\s*[:=]|\bPatientName\b|\bPatientID\b|(?:^|[\r\n])PID\|/i;

/** Words that name a patient's number or birth date, with one behind them, as people write in free text. */
const NAMED_NUMBER =
  /\b(?:patient(?:en)?(?:['’]?s)?[ -]?(?:id|no|nr|number|nummer)|mrn|medical record(?: number)?|ssn|social security(?: number)?|versichertennummer|accession number|dob|born(?: on)?|date of birth|birth ?date|geburtsdatum|geb\.|geboren(?: am)?|n[ée]e? le|nacid[oa] el)(?:[ :=#.]|is|no|nr){0,6}\d[\d./-]{3,}/i;

/** Whether a column heading or a member's name announces patient data. */
export function namesPatientData(heading: string): boolean {
  return PATIENT_WORDS.test(heading.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_\-./]+/g, ' '));
}

/** Whether text, or any text or member name inside a JSON value, looks like patient data. */
export function looksLikePatientData(value: unknown): boolean {
  if (typeof value === 'string') {
    if (value.includes('^') && PERSON_NAME.test(value)) return true;
    return PATIENT_ELEMENT.test(value) || NAMED_NUMBER.test(value);
  }
  if (Array.isArray(value)) return value.some(looksLikePatientData);
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).some(([name, member]) => namesPatientData(name) || looksLikePatientData(member));
  }
  return false;
}
