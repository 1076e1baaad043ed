/** `0:42`, `12:05`, `1:02:10`; null once the time has come. */
export function countdownText(leftMs: number): string | null {
  const left = Math.ceil(leftMs / 1000);
  if (left <= 0) return null;
  const part = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  return hours > 0 ? `${hours}:${part(minutes)}:${part(left % 60)}` : `${minutes}:${part(left % 60)}`;
}
