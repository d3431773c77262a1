import type { FieldDto, JsonValue } from '../../host/api';

/** What every input is given. The element that takes the cursor carries `id`. */
export interface InputProps {
  id: string;
  field: FieldDto;
  value: JsonValue;
  onchange: (value: JsonValue) => void;
  /** Whether the host refused the value. */
  invalid: boolean;
  /** Ids of the hint and the error. */
  describedby: string;
  /** A tag was typed inside a text; absent where there is nothing to tag. */
  ontag?: (tag: string) => void;
}

/** A value as the text of an input. */
export function asText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A value as a map. */
export function asMap(value: JsonValue | undefined): Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** A value as a list of maps. */
export function asRows(value: JsonValue | undefined): Record<string, JsonValue>[] {
  return Array.isArray(value) ? value.map(asMap) : [];
}
