import { Search } from 'lucide-react';
import { useState } from 'react';
import { Input, SearchField } from 'react-aria-components';
import searchField from '../../components/search-field.module.css';
import styles from './event-list.module.css';

interface Props {
  readonly text: string;
  readonly onSearch: (text: string) => void;
}

/** Searches notes and kinds of workouts when Enter is pressed or the field loses focus. */
export function EventSearch({ text, onSearch }: Props) {
  const [sought, setSought] = useState(text);
  const search = (what: string) => {
    if (what.trim() !== text) onSearch(what.trim());
  };
  return (
    <SearchField
      aria-label="Search events"
      className={`${searchField['search']} ${searchField['framed']} ${styles['search']}`}
      value={sought}
      onChange={setSought}
      onSubmit={search}
      onClear={() => onSearch('')}
    >
      <Search size={15} aria-hidden />
      <Input placeholder="Search events" maxLength={100} onBlur={() => search(sought)} />
    </SearchField>
  );
}
