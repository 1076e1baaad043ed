// Loaded before the page: the real page then runs over a host that plays one scene (`?scene=`): for looking at every state, not for tests of behavior.
import { fakeApi } from './fake-api.ts';
import { sceneOf } from './scenes.ts';

Object.defineProperty(window, 'healthRelay', {
  value: {
    ...fakeApi(sceneOf(new URLSearchParams(window.location.search).get('scene') ?? 'full')),
    system: JSON.parse(window.localStorage.getItem('played system language') ?? 'null'),
  },
});
