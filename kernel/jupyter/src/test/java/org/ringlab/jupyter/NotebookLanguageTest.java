package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.display.Language;

/** How a kernel on a student's own machine learns the notebook's language. */
class NotebookLanguageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{5}")
    @CsvSource(delimiter = '|', textBlock = """
            a/lesson.zh.ipynb        | en_US.UTF-8 | lesson.zh.ipynb                 | ''          | ZH | by its name
            a/lesson.en.ipynb        | zh_CN.UTF-8 | lesson.en.ipynb lesson.zh.ipynb | ''          | EN | among both
            a/lesson.zh-Copy1.ipynb  | C.UTF-8     | lesson.zh-Copy1.ipynb           | ''          | ZH | a copy
            a/lesson.zh (1).ipynb    | C.UTF-8     | ''                              | ''          | ZH | a second download
            a/mine.ipynb             | C.UTF-8     | mine.ipynb                      | mine.ipynb  | ZH | by its metadata
            a/lesson.zhuo.ipynb      | C.UTF-8     | ''                              | ''          | EN | not a language
            ''                       | C.UTF-8     | lesson.zh.ipynb                 | ''          | ZH | the only one here
            kernel-7f3a              | C.UTF-8     | lesson.zh.ipynb                 | ''          | ZH | a session without notebook
            ''                       | C.UTF-8     | mine.ipynb                      | mine.ipynb  | ZH | the only one, by its metadata
            ''                       | zh_CN.UTF-8 | lesson.zh.ipynb lesson.en.ipynb | ''          | ZH | both here, by the environment
            ''                       | en_GB.UTF-8 | ''                              | ''          | EN | by the environment
            """)
    void isFound(String session, String lang, String files, String chinese, Language language, String name)
            throws IOException {
        for (String file : files.isEmpty() ? new String[0] : files.split(" ")) {
            String own = file.equals(chinese) ? "\"ringlab\": {\"language\": \"zh\"}" : "";
            Files.writeString(folder.resolve(file), "{\"metadata\": {" + own + "}, \"cells\": []}");
        }
        Map<String, String> environment = Map.of("JPY_SESSION_NAME", session, "LANG", lang);
        assertEquals(language, new NotebookLanguage(environment, folder).find());
    }

    @ParameterizedTest
    @CsvSource({"''", "'{'", "'[]'", "'{\"metadata\": 3}'", "'{\"metadata\": {\"ringlab\": {\"language\": {}}}}'"})
    void survivesAnyFile(String text) throws IOException {
        Files.writeString(folder.resolve("n.ipynb"), text);
        Map<String, String> environment = Map.of("JPY_SESSION_NAME", "n.ipynb", "LC_ALL", "zh_CN");
        assertEquals(Language.ZH, new NotebookLanguage(environment, folder).find());
    }
}
