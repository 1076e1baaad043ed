// Hosts access the data program only through this folder, and they all use one function for the location of the profile.
export { defaultProfileDir } from '../../core/profile/profile-paths.ts';
