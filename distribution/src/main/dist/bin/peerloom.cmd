@echo off
rem Starts Peerloom with a JDK 25 or newer: the distribution's own image (jdk\), PEERLOOM_JAVA (a
rem java executable or a JDK's folder), JAVA_HOME, or the PATH, whichever is new enough first.
rem PEERLOOM_JAVA_OPTS adds options for the JVM.
setlocal EnableExtensions
set "APP=%~dp0.."
set "JAVA="
call :try "%APP%\jdk\bin\java.exe"
if defined PEERLOOM_JAVA call :try "%PEERLOOM_JAVA%"
if defined PEERLOOM_JAVA call :try "%PEERLOOM_JAVA%\bin\java.exe"
if defined JAVA_HOME call :try "%JAVA_HOME%\bin\java.exe"
for %%J in (java.exe) do call :try "%%~$PATH:J"
for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*") do call :try "%%~D\bin\java.exe"
if defined JAVA goto :start
echo peerloom: needs Java 25 or newer, found none: install a JDK 25 (https://adoptium.net), or set PEERLOOM_JAVA to the folder of one 1>&2
exit /b 1

:start
"%JAVA%" -XX:+UseSerialGC -Xmn12m -XX:+UseCompactObjectHeaders -XX:TrimNativeHeapInterval=5000 -XX:CompileThresholdScaling=4 --sun-misc-unsafe-memory-access=allow --enable-native-access=io.netty.common,dev.peerloom.core --add-modules=ALL-DEFAULT "-Dpeerloom.home=%APP%" %PEERLOOM_JAVA_OPTS% --module-path "%APP%\lib" --module dev.peerloom.cli/dev.peerloom.cli.Main %*
exit /b %ERRORLEVEL%

:try
if defined JAVA exit /b
if "%~1"=="" exit /b
if not exist "%~1" exit /b
if exist "%~1\" exit /b
for /f "tokens=3" %%V in ('""%~1" -version 2^>^&1 ^| findstr /r /c:" version ""') do set "FOUND=%%~V"
for /f "delims=.-_+" %%N in ("%FOUND%") do set "MAJOR=%%N"
if %MAJOR% GEQ 25 set "JAVA=%~1"
exit /b
