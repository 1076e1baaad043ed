; What electron-builder's installer does beside putting the files down (its "NSIS", custom script). Written for the person who installs.

!define HEALTH_RELAY_APPLICATION "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"

!macro customInstall
  ; "Open with" for the export, without becoming what opens every zip (Microsoft, "Registering an Application", SupportedTypes).
  WriteRegStr SHELL_CONTEXT "${HEALTH_RELAY_APPLICATION}" "FriendlyAppName" "${PRODUCT_NAME}"
  WriteRegStr SHELL_CONTEXT "${HEALTH_RELAY_APPLICATION}\SupportedTypes" ".zip" ""
  WriteRegStr SHELL_CONTEXT "${HEALTH_RELAY_APPLICATION}\SupportedTypes" ".xml" ""
  WriteRegStr SHELL_CONTEXT "${HEALTH_RELAY_APPLICATION}\shell\open\command" "" '"$appExe" -- "%1"'
!macroend

!macro customUnInstall
  ; An update takes the old files away by this too.
  ${ifNot} ${isUpdated}
    DeleteRegKey SHELL_CONTEXT "${HEALTH_RELAY_APPLICATION}"
    ; What the app itself has registered: the class of its notifications, the address that a sign-in comes back to, and starting at login.
    DeleteRegKey HKCU "Software\Classes\CLSID\{6B0F3C52-8D1E-4C0B-9E57-2A6D6E1F7A45}"
    DeleteRegKey HKCU "Software\Classes\app.healthrelay.desktop"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
  ${endIf}
!macroend
