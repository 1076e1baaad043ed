import { FileTrigger } from 'react-aria-components';
import { offersOfChoice } from '../../bridge/dropped-files.ts';
import { Button } from '../../components/button.tsx';
import { useOffers } from './offers.ts';

/** The two ways to name a file without dragging it. */
export function ChooseButtons({ isPrimary = false }: { readonly isPrimary?: boolean }) {
  const offers = useOffers();
  const take = (files: FileList | null) => {
    if (files !== null && files.length > 0) offers.begin(offersOfChoice(files));
  };
  return (
    <>
      <FileTrigger acceptedFileTypes={['.zip', '.xml']} allowsMultiple onSelect={take}>
        <Button look={isPrimary ? 'primary' : 'plain'}>Choose file…</Button>
      </FileTrigger>
      <FileTrigger acceptDirectory onSelect={take}>
        <Button>Choose folder…</Button>
      </FileTrigger>
    </>
  );
}
