@echo off
rem Starts TSM for the JVM, as the script tsm does elsewhere. In a folder of sources it builds first when that has not happened yet; say
rem "mvn -DskipTests package" after a change of the sources. A download has a folder runtime: a Java with the program in it, so nothing is
rem looked for and nothing built.
setlocal EnableExtensions DisableDelayedExpansion
set "home=%~dp0"
set "home=%home:~0,-1%"
set wanted=25

rem G1 runs plans fastest, but by default lets the heap grow to three times of what they need before kernels are compiled.
set options=-XX:+UseG1GC -XX:MaxNewSize=32m -XX:GCTimeRatio=1 -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -Xlog:disable
set vector=--add-modules jdk.incubator.vector

if not exist "%home%\runtime\bin\java.exe" goto sources
rem No blocks in brackets where a variable is used: a bracket in its value would end them.
"%home%\runtime\bin\java.exe" %options% %vector% -XX:SharedArchiveFile="%home%\tsm.jsa" %TSM_JAVA_OPTIONS% "-Dtsm.home=%home%" -m io.github.tsmjava.app/io.github.tsmjava.app.Main %*
exit /b %ERRORLEVEL%

:sources
if not "%home:;=%"=="%home%" (
  echo tsm: Java cannot load classes from a folder with ';' in its path, such as "%home%"; move the project>&2
  exit /b 1
)
set jdk=
call :consider "%JAVA_HOME%"
for %%J in (java.exe) do call :consider_program "%%~$PATH:J"
for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*" "%ProgramFiles%\Amazon Corretto\*" "%USERPROFILE%\.jdks\*") do call :consider "%%~D"
if not defined jdk (
  echo tsm: no JDK %wanted% or newer in JAVA_HOME, on the PATH or in the usual folders; see https://adoptium.net>&2
  exit /b 1
)

findstr /c:"jdk.incubator.vector" "%jdk%\release" >nul 2>&1
if errorlevel 1 set vector=

if "%~1"=="bench" goto other_program
if "%~1"=="spark" goto other_program
if exist "%home%\tsm-app\target\lib\.built" goto start
call :build
if errorlevel 1 exit /b 1

:start
"%jdk%\bin\java.exe" %options% %vector% %TSM_JAVA_OPTIONS% "-Dtsm.home=%home%" -cp "%home%\tsm-app\target\lib\*" io.github.tsmjava.app.Main %*
exit /b %ERRORLEVEL%

:other_program
echo tsm: %~1 is started by the script tsm alone, which needs bash>&2
exit /b 1

rem consider FOLDER: takes the JDK in it, if there is one that is new enough and none was found before.
:consider
if defined jdk exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set version=
for /f "usebackq tokens=1,2 delims==" %%K in ("%~1\release") do if "%%K"=="JAVA_VERSION" set "version=%%~L"
if not defined version exit /b 0
for /f "delims=." %%V in ("%version%") do if %%V GEQ %wanted% set "jdk=%~1"
exit /b 0

rem consider_program FILE: the same for the JDK that a java.exe on the PATH belongs to.
:consider_program
if "%~1"=="" exit /b 0
for %%P in ("%~dp1..") do call :consider "%%~fP"
exit /b 0

:build
set mvn=
for %%M in (mvn.cmd) do set "mvn=%%~$PATH:M"
if not defined mvn (
  echo tsm: Maven is needed to build the project once: install it ^(3.6.3 or newer^) and try again>&2
  exit /b 1
)
if exist "%jdk%\bin\javac.exe" goto can_build
echo tsm: "%jdk%" has no compiler: a whole JDK is needed to build the project once>&2
exit /b 1
:can_build
echo tsm: building the program, once ^(half a minute to two minutes^) ...>&2
if not exist "%home%\target" mkdir "%home%\target"
set "JAVA_HOME=%jdk%"
pushd "%home%"
call mvn --batch-mode --no-transfer-progress -DskipTests -pl tsm-app -am package >"%home%\target\build.log" 2>&1
set built=%ERRORLEVEL%
popd
if "%built%"=="0" goto built
echo tsm: the build failed; all of its output is in "%home%\target\build.log">&2
exit /b 1
:built
type nul >"%home%\tsm-app\target\lib\.built"
exit /b 0
