import { useEffect } from 'react';
import { useStatus } from '../api/status';

/** useTitle names the page; the sample says so in every title. */
export function useTitle(name: string): void {
  const { status } = useStatus();
  const sample = status?.sample ?? false;
  useEffect(() => {
    document.title = [name, sample ? 'Sample organization' : '', 'Sightline'].filter(Boolean).join(' · ');
  }, [name, sample]);
}
