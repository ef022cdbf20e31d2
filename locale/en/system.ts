import type { SystemTexts } from "../texts/system.ts";

/** Texts of errors of the operating system in English. */
export const systemEn: SystemTexts = {
  refused: "no server answered at this address",
  reset: "the connection was closed unexpectedly",
  timeout: "there was no answer in time",
  unreachable: "there is no route to this address; check the network",
  noHost: "host not found; check the spelling",
  lookupFailed: "the name could not be looked up; check the network and its DNS",
  addressInUse: "another program is already using this port",
  foreignAddress: "this machine does not have this address",
  denied: "permission denied",
  privilegedPort:
    "permission denied; ports below 1024 are the administrator's, so use a higher one",
  missing: "file not found",
  notDirectory: "part of its path is a file, not a directory",
  isDirectory: "it is a directory, not a file",
  exists: "a file of this name already exists",
  full: "the disk is full",
  readOnly: "the disk is read-only",
  tooManyOpen: "too many files and connections are open (see ulimit -n)",
  noMemory: "there is not enough memory",
  inputOutput: "the disk could not be read or written",
  nameTooLong: "the name is too long",
  linkLoop: "its symbolic links lead in a circle",
  inUse: "another program is using it",
  invalid: "the system does not accept it",
  unsupported: "this machine does not support addresses of this kind",
};
