// Hosts reach the data program by this folder only, and the place of the profile is one function for all of them.
export { defaultProfileDir } from '../../core/profile/profile-paths.ts';
