// The drawings of the design, as one sprite: icons are referred to, never written twice.
import type { NodeKind, ThingKind } from '../api/types';

export type IconName =
  | 'user' | 'role' | 'group' | 'server' | 'bucket' | 'secret' | 'key' | 'table' | 'db' | 'layers' | 'gap' | 'globe' | 'account' | 'passport' | 'search' | 'half' | 'clock' | 'copy' | 'x' | 'down' | 'right' | 'left' | 'plus' | 'check' | 'doc' | 'home' | 'path' | 'radar' | 'more' | 'eye' | 'filter' | 'out' | 'flag' | 'archive' | 'edit' | 'watch' | 'open';

export function Sprite() {
  return (
    <svg className="sprite" aria-hidden="true">
      <defs>
        <symbol id="i-user" viewBox="0 0 16 16"><circle cx="8" cy="5.3" r="2.6"/><path d="M2.8 13.6c.5-3 2.6-4.3 5.2-4.3s4.7 1.3 5.2 4.3"/></symbol>
        <symbol id="i-role" viewBox="0 0 16 16"><path d="M3 13.5c.4-2.6 2.3-3.9 5-3.9s4.6 1.3 5 3.9"/><path d="M4.6 5.2h6.8M5.8 5.2C5.8 3.4 6.6 2.3 8 2.3s2.2 1.1 2.2 2.9M5.9 5.4c0 1.5.9 2.4 2.1 2.4s2.1-.9 2.1-2.4"/></symbol>
        <symbol id="i-group" viewBox="0 0 16 16"><circle cx="6" cy="5.6" r="2.2"/><path d="M1.8 13c.4-2.5 2-3.7 4.2-3.7s3.8 1.2 4.2 3.7"/><path d="M10.2 3.6a2.1 2.1 0 0 1 .3 4.1M11.7 9.7c1.4.4 2.2 1.5 2.5 3.3"/></symbol>
        <symbol id="i-server" viewBox="0 0 16 16"><rect x="2.5" y="2.5" width="11" height="4.6" rx=".8"/><rect x="2.5" y="8.9" width="11" height="4.6" rx=".8"/><path d="M5 4.8h.01M5 11.2h.01M8 4.8h3M8 11.2h3"/></symbol>
        <symbol id="i-bucket" viewBox="0 0 16 16"><ellipse cx="8" cy="3.9" rx="5.3" ry="1.6"/><path d="M2.7 3.9 4 12.6c.2.8 1.9 1.3 4 1.3s3.8-.5 4-1.3l1.3-8.7"/></symbol>
        <symbol id="i-secret" viewBox="0 0 16 16"><rect x="2.8" y="6.8" width="10.4" height="6.7" rx="1"/><path d="M5.2 6.8V5a2.8 2.8 0 0 1 5.6 0v1.8M8 9.5v1.5"/></symbol>
        <symbol id="i-key" viewBox="0 0 16 16"><circle cx="5" cy="10.6" r="2.7"/><path d="m7 8.7 6-6M10.8 4.9l1.9 1.9M9 6.7l1.3 1.3"/></symbol>
        <symbol id="i-table" viewBox="0 0 16 16"><rect x="2.3" y="2.8" width="11.4" height="10.4" rx=".8"/><path d="M2.3 6.2h11.4M6.2 6.2v7"/></symbol>
        <symbol id="i-db" viewBox="0 0 16 16"><ellipse cx="8" cy="3.8" rx="5" ry="1.9"/><path d="M3 3.8v8.4c0 1 2.2 1.9 5 1.9s5-.9 5-1.9V3.8M3 8c0 1 2.2 1.9 5 1.9S13 9 13 8"/></symbol>
        <symbol id="i-layers" viewBox="0 0 16 16"><path d="m8 2 6 3-6 3-6-3zM2.3 8.2 8 11l5.7-2.8M2.3 11.2 8 14l5.7-2.8"/></symbol>
        <symbol id="i-gap" viewBox="0 0 16 16"><rect x="2.3" y="2.3" width="11.4" height="11.4" rx="1" strokeDasharray="2.4 2"/><path d="m4.5 11.5 7-7M4.5 7.5l3-3M8.5 11.5l3-3"/></symbol>
        <symbol id="i-globe" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.7"/><path d="M2.3 8h11.4M8 2.3c1.7 1.6 2.5 3.5 2.5 5.7S9.7 12.1 8 13.7C6.3 12.1 5.5 10.2 5.5 8S6.3 3.9 8 2.3"/></symbol>
        <symbol id="i-account" viewBox="0 0 16 16"><path d="M2.3 13.5h11.4M3.7 13.5V5.3L8 2.4l4.3 2.9v8.2M6.5 13.5v-3h3v3M6.3 7h.01M9.7 7h.01"/></symbol>
        <symbol id="i-passport" viewBox="0 0 16 16"><rect x="3.2" y="1.9" width="9.6" height="12.2" rx="1"/><circle cx="8" cy="6.5" r="2.1"/><path d="M5.6 11.5h4.8"/></symbol>
        <symbol id="i-search" viewBox="0 0 16 16"><circle cx="7" cy="7" r="4.3"/><path d="m10.3 10.3 3.4 3.4"/></symbol>
        <symbol id="i-half" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.5"/><path d="M8 2.5v11A5.5 5.5 0 0 0 8 2.5z" fill="currentColor" stroke="none"/></symbol>
        <symbol id="i-clock" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.7"/><path d="M8 4.8V8l2.3 1.5"/></symbol>
        <symbol id="i-copy" viewBox="0 0 16 16"><rect x="5.3" y="5.3" width="8" height="8" rx="1"/><path d="M10.7 5.3V2.7h-8v8h2.6"/></symbol>
        <symbol id="i-x" viewBox="0 0 16 16"><path d="m4 4 8 8M12 4l-8 8"/></symbol>
        <symbol id="i-down" viewBox="0 0 16 16"><path d="m4 6.2 4 4 4-4"/></symbol>
        <symbol id="i-right" viewBox="0 0 16 16"><path d="m6.2 4 4 4-4 4"/></symbol>
        <symbol id="i-left" viewBox="0 0 16 16"><path d="m9.8 4-4 4 4 4"/></symbol>
        <symbol id="i-plus" viewBox="0 0 16 16"><path d="M8 3v10M3 8h10"/></symbol>
        <symbol id="i-check" viewBox="0 0 16 16"><path d="m3 8.4 3.3 3.3L13 4.6"/></symbol>
        <symbol id="i-doc" viewBox="0 0 16 16"><path d="M4 1.9h5.2L12.2 5v9.1H4zM9 1.9V5h3.2M6 8h4M6 10.7h4"/></symbol>
        <symbol id="i-home" viewBox="0 0 16 16"><path d="M2.3 13.5h11.4M4 13.5v-5M8 13.5v-11M12 13.5V6"/></symbol>
        <symbol id="i-path" viewBox="0 0 16 16"><circle cx="3.3" cy="8" r="1.5"/><circle cx="12.7" cy="3.7" r="1.5"/><rect x="11.2" y="10.8" width="3" height="3"/><path d="M4.8 8c3.7 0 2.7-4.3 6.4-4.3M4.8 8c3.7 0 2.7 4.3 6.4 4.3"/></symbol>
        <symbol id="i-radar" viewBox="0 0 16 16"><path d="M8 8 12.3 3.7M13.7 8A5.7 5.7 0 1 1 8 2.3M11 8a3 3 0 1 1-3-3"/></symbol>
        <symbol id="i-more" viewBox="0 0 16 16"><path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/></symbol>
        <symbol id="i-eye" viewBox="0 0 16 16"><path d="M1.6 8S4 3.7 8 3.7 14.4 8 14.4 8 12 12.3 8 12.3 1.6 8 1.6 8z"/><circle cx="8" cy="8" r="1.9"/></symbol>
        <symbol id="i-filter" viewBox="0 0 16 16"><path d="M2.3 3.7h11.4M4.7 8h6.6M6.7 12.3h2.6"/></symbol>
        <symbol id="i-out" viewBox="0 0 16 16"><path d="M8 2.5v7.7M5 7.3l3 3 3-3M2.7 11.3v2.2h10.6v-2.2"/></symbol>
        <symbol id="i-flag" viewBox="0 0 16 16"><path d="M3.7 14V2.3h8l-1.7 3 1.7 3h-8"/></symbol>
        <symbol id="i-archive" viewBox="0 0 16 16"><path d="M2 3h12v3H2zM3 6v7.3h10V6M6.3 8.8h3.4"/></symbol>
        <symbol id="i-edit" viewBox="0 0 16 16"><path d="m3 10.7-.5 2.8 2.8-.5 8-8-2.3-2.3z"/></symbol>
        <symbol id="i-watch" viewBox="0 0 16 16"><path d="M8 1.9 13 3.8v3.9c0 3-2 5.3-5 6.4-3-1.1-5-3.4-5-6.4V3.8z"/><path d="m5.8 7.9 1.6 1.6 2.9-3"/></symbol>
        <symbol id="i-open" viewBox="0 0 16 16"><path d="M9 2.5h4.5V7M13.5 2.5 7.5 8.5M6.5 3.5h-4v10h10v-4"/></symbol>
        <pattern id="hatch" className="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V6" />
        </pattern>
      </defs>
    </svg>
  );
}

export function Icon({ name, size }: { name: IconName; size?: 10 | 12 | 14 }) {
  return (
    <svg className={size ? `i i${size}` : 'i'} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}

/** iconOf chooses the drawing of a thing or a node; type is CloudFormation's spelling. */
export function iconOf(kind: NodeKind | ThingKind, type = ''): IconName {
  switch (kind) {
    case 'user':
    case 'session':
      return 'user';
    case 'role':
      return 'role';
    case 'group':
      return 'group';
    case 'instance':
    case 'compute':
      return 'server';
    case 'account':
      return 'account';
    case 'provider':
      return 'passport';
    case 'service':
      return 'layers';
    case 'anyone':
      return 'globe';
    case 'action':
      return 'right';
    default:
      return ofType(type);
  }
}

function ofType(type: string): IconName {
  const [, service = '', name = ''] = type.split('::');
  if (service === 'S3') return 'bucket';
  if (service === 'KMS') return 'key';
  if (service === 'SecretsManager' || service === 'SSM') return 'secret';
  if (service === 'DynamoDB') return 'table';
  if (service === 'RDS' || service === 'Redshift') return 'db';
  if (service === 'EC2' || service === 'EKS' || service === 'ECS' || service === 'Lambda') return 'server';
  if (service === 'IAM' && name === 'Role') return 'role';
  if (service === 'IAM' && name === 'User') return 'user';
  if (service === 'IAM' && name === 'Group') return 'group';
  return 'layers';
}
