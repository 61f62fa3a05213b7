package org.ringlab.service.jupyter;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a PUT, POST or PATCH of the contents API asks for; absent members are null.
 *
 * @param type directory, file or notebook
 * @param format json, text or base64
 * @param content a notebook's tree or a file's text
 * @param path the new path of a rename
 * @param ext extension of a new file, with its dot
 * @param copyFrom path of the file to copy
 * @param chunk number of this part of a large upload, from 1; -1 for the last
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ContentChange(
        @Nullable String type,
        @Nullable String format,
        @Nullable JsonNode content,
        @Nullable String path,
        @Nullable String ext,
        @JsonProperty("copy_from") @Nullable String copyFrom,
        @Nullable Integer chunk) {}
