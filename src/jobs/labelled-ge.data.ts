// Devices of GE HealthCare, labelled by reading the product tree, the status and the remedies of the CISA advisory named with each group.
import { type LabelledDevice, labelled, no, open, yes } from './labelled-device.ts';

export const labelledGe: readonly LabelledDevice[] = [
  ...labelled('ICSMA-18-037-02', 'CVE-2010-5306', [
    ['GE Healthcare', 'Optima 680', null, yes, 'all versions'],
    ['GE MEDICAL SYSTEMS', 'Optima CT540', null, yes, 'all versions of Optima 540, as the scanner writes it'],
    ['GE Healthcare', 'Optima 660', null, no, 'model that this group does not name'],
  ]),
  ...labelled('ICSMA-18-037-02', 'CVE-2009-5143', [
    ['GE Healthcare', 'Discovery NM530c', '1.002', yes, 'before 1.003'],
    ['GE HealthCare', 'Discovery NM 530c', '1.003', no, 'first repaired version, model with a space'],
    ['General Electric', 'Discovery NM530c', null, open, 'no version'],
  ]),
  ...labelled('ICSMA-18-037-02', 'CVE-2013-7404', [
    ['GE', 'Discovery NM 750b', '1.9', yes, 'before 2.003, short maker, model with a space'],
    ['GE Healthcare', 'Discovery NM750b', '2.003', no, 'first repaired version'],
    ['GE Healthcare', 'Discovery NM530c', '1.002', no, 'other model of the line, which has another flaw'],
  ]),
  ...labelled('ICSMA-18-037-02', 'CVE-2014-7232', [
    ['GE Healthcare', 'Discovery XR656 Plus', '3.1', yes, 'all versions'],
    ['GEHC', 'Discovery XR656', null, yes, 'all versions, short maker'],
    ['GE Healthcare', 'Discovery XR650', null, no, 'model beside it'],
  ]),
  ...labelled('ICSMA-18-037-02', 'CVE-2012-6693', [
    ['GE Healthcare', 'Centricity PACS Server', '4.0', yes, 'all versions'],
    ['GE Healthcare', 'Centricity PACS RA1000', '4.0', no, 'other part of the same system, which has another flaw'],
    ['GE Healthcare', 'Centricity Universal Viewer', '6.0', no, 'other product of the family'],
    ['GE Healthcare', 'Centricity RIS-IC', null, no, 'other product of the family'],
  ]),
  ...labelled('ICSMA-18-037-02', 'CVE-2017-14008', [
    ['GE Healthcare', 'Centricity PACS RA1000', null, yes, 'all versions'],
  ]),
  ...labelled('ICSMA-18-037-02', 'CVE-2011-5322', [
    ['GE Healthcare', 'Centricity PACS-IW', '3.7.3', yes, 'all versions'],
    ['GE Healthcare', 'Centricity PACS Server', '3.7.3', no, 'other part of the same system'],
  ]),
  ...labelled('ICSMA-18-037-02', 'CVE-2017-14006', [
    ['GE Healthcare', 'Xeleris', '3.1', yes, 'version named'],
    ['GE Healthcare', 'Xeleris 3.0', null, yes, 'version named, and it is part of the model'],
    ['GE Healthcare', 'Xeleris', '4.0', no, 'version that is not named'],
    ['GE Healthcare', 'Xeleris', null, open, 'no version'],
  ]),
  ...labelled('ICSMA-18-037-02', 'CVE-2017-14002', [
    ['GE Healthcare', 'Infinia', null, yes, 'all versions'],
    ['GE Healthcare', 'Infinia Hawkeye 4', null, yes, 'named with its CT'],
    ['GE Healthcare', 'Ventri', null, no, 'other gamma camera'],
  ]),
  ...labelled('ICSMA-18-037-02', 'CVE-2012-6660', [
    ['GE Healthcare', 'Precision MP/i', null, yes, 'all versions'],
    ['GE Healthcare', 'Precision 500D', null, no, 'other model of the family'],
  ]),
  ...labelled('ICSMA-18-037-02', 'CVE-2010-5307', [
    ['GE Healthcare', 'Optima MR360', 'SV20.1', yes, 'all versions'],
    ['GE Healthcare', 'Optima MR450w', 'DV24.0', no, 'other model of the line'],
    ['Siemens', 'Optima MR360', 'SV20.1', no, 'other maker'],
  ]),
  ...labelled('ICSMA-20-343-01', 'CVE-2020-25175', [
    ['GE Healthcare', 'LOGIQ 7', 'BT04', yes, 'version named'],
    ['GE Healthcare', 'Vivid 7', 'BT05', yes, 'inside BT02 to BT06'],
    ['GE Ultrasound', 'Vivid 7', 'BT02', yes, 'first affected, maker as the device writes it'],
    ['GE Healthcare', 'Innova 3100-IQ', null, yes, 'all versions'],
    ['GE MEDICAL SYSTEMS', 'LightSpeed VCT', '12HW14.6', yes, 'all versions, maker as the scanner writes it'],
    ['GE MEDICAL SYSTEMS', 'LightSpeed Pro 16', null, yes, 'all versions, model with a space'],
    ['GE MEDICAL SYSTEMS', 'Discovery CT750 HD', null, yes, 'all versions, model with a space'],
    ['GE Healthcare', 'Revolution EVO', 'revo_ct_22bc.50', yes, 'all versions'],
    ['GE HealthCare', 'Senographe Pristina', null, yes, 'all versions'],
    ['GE Healthcare', 'AW', '4.4', yes, 'inside 4.0 to 4.6'],
    ['GE Healthcare', 'Signa HDxt', 'HD23', yes, 'version named; the document puts the field strength before it'],
    ['GE Healthcare', '1.5T Brivo MR355', 'SV20.1', yes, 'version named'],
    ['BD', 'Alaris PC Unit', '9.19', no, 'named by mistake under GE; this one has another maker'],
    ['Carestream', 'DRX-Revolution', null, no, 'other maker, similar word in the model'],
  ]),
  ...labelled('ICSMA-20-049-02', 'CVE-2020-6977', [
    ['GE Vingmed Ultrasound', 'Vivid E95', '203', yes, 'of the Vivid products, maker as the device writes it'],
    ['GE Healthcare', 'LOGIQ E9', 'R5.1', yes, 'of the line LOGIQ'],
    ['GE Healthcare', 'LOGIQ 100 Pro', null, no, 'left out by name'],
    ['GE Healthcare', 'EchoPAC', '203', no, 'left out by name'],
    ['GE Healthcare', 'Voluson E10', null, yes, 'of the line Voluson'],
    ['GE Healthcare', 'ImageVault', '4.3', no, 'left out by name'],
    ['GE Healthcare', 'Versana Essential', null, yes, 'model named'],
    ['GE Healthcare', 'Venue Go', null, yes, 'of the line Venue'],
    ['GE Healthcare', 'Venue 40', 'R2', no, 'left out by name'],
    ['GE Healthcare', 'Vscan Extend', null, no, 'left out by name'],
    ['GE Healthcare', 'Invenia ABUS Scan Station', null, yes, 'model named'],
  ]),
  ...labelled('ICSMA-20-023-01', 'CVE-2020-6962', [
    ['GE Healthcare', 'CARESCAPE B650', '2.0.3', yes, '2.X; the document says B650'],
    ['General Electric', 'B850', '1.5', yes, '1.X'],
    ['GE Healthcare', 'CARESCAPE Central Station', '1.4', yes, '1.X'],
    ['GE Healthcare', 'CARESCAPE Central Station', '3.0', no, 'past 2.X'],
    ['GE Healthcare', 'ApexPro Telemetry Server', '4.2', yes, 'last affected'],
    ['GE Healthcare', 'ApexPro Telemetry Server', '4.3', no, 'past the last affected'],
    ['GE Healthcare', 'CARESCAPE Telemetry Server', '4.3', yes, 'version named, of the product beside it'],
  ]),
  ...labelled('ICSMA-19-190-01', 'CVE-2019-10966', [
    ['GE Healthcare', 'Carestation 650', null, yes, 'model named; the document puts it where versions stand'],
    ['GE Healthcare', 'Carestation 750', null, no, 'model that is not named'],
  ]),
];
