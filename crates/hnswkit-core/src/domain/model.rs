//! Embedding models that people store, with the dimensions that they give.

use super::{ElementType, Metric, VectorType};

/// An embedding model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model {
    /// The name in the provider's interface.
    pub name: &'static str,
    /// Who provides it.
    pub provider: &'static str,
    /// The dimensions that it gives unless told otherwise.
    pub dimensions: u32,
    /// The metric to choose: what its provider documents, cosine where that says nothing.
    pub metric: Metric,
    /// What else one should know, or nothing.
    pub note: &'static str,
    /// Where the provider documents it.
    pub source: &'static str,
}

impl Model {
    /// The type to index: `vector`, or `halfvec` where `vector` has too many dimensions for HNSW.
    ///
    /// Nothing when no type of floats can index so many.
    pub fn vector_type(&self) -> Option<VectorType> {
        let fits = |it| VectorType::new(it, self.dimensions.into()).ok();
        fits(ElementType::Vector).or_else(|| fits(ElementType::Halfvec))
    }
}

macro_rules! models {
    ($($provider:literal: $source:literal { $($name:literal $dimensions:literal $metric:ident $note:literal)+ })+) => {
        /// Models by provider, in the order of the documentation.
        pub static MODELS: &[Model] = &[$($(Model {
            name: $name,
            provider: $provider,
            dimensions: $dimensions,
            metric: Metric::$metric,
            note: $note,
            source: $source,
        },)+)+];
    };
}

models! {
    "OpenAI": "https://platform.openai.com/docs/guides/embeddings" {
        "text-embedding-3-small" 1536 Cosine "unit length; can be shortened"
        "text-embedding-3-large" 3072 Cosine "unit length; can be shortened; above 2,000 dimensions index it as halfvec"
        "text-embedding-ada-002" 1536 Cosine "unit length"
    }
    "Google": "https://ai.google.dev/gemini-api/docs/embeddings" {
        "gemini-embedding-001" 3072 Cosine "unit length at 3,072 only; 1,536 and 768 are recommended, too"
        "text-embedding-005" 768 Cosine ""
    }
    "Cohere": "https://docs.cohere.com/docs/cohere-embed" {
        "embed-v4.0" 1536 Cosine "256, 512 and 1,024 can be asked for"
        "embed-english-v3.0" 1024 Cosine ""
        "embed-multilingual-v3.0" 1024 Cosine ""
        "embed-english-light-v3.0" 384 Cosine ""
    }
    "Voyage AI": "https://docs.voyageai.com/docs/embeddings" {
        "voyage-3.5" 1024 Cosine "unit length; 256, 512 and 2,048 can be asked for"
        "voyage-3-large" 1024 Cosine "unit length; 256, 512 and 2,048 can be asked for"
        "voyage-code-3" 1024 Cosine "unit length; 256, 512 and 2,048 can be asked for"
    }
    "Mistral": "https://docs.mistral.ai/capabilities/embeddings/overview/" {
        "mistral-embed" 1024 Cosine "unit length"
    }
    "Amazon": "https://docs.aws.amazon.com/bedrock/latest/userguide/titan-embedding-models.html" {
        "amazon.titan-embed-text-v2:0" 1024 Cosine "256 and 512 can be asked for"
    }
    "BAAI": "https://huggingface.co/BAAI" {
        "bge-m3" 1024 Cosine "unit length"
        "bge-large-en-v1.5" 1024 Cosine ""
        "bge-base-en-v1.5" 768 Cosine ""
        "bge-small-en-v1.5" 384 Cosine ""
    }
    "Sentence Transformers": "https://www.sbert.net/docs/sentence_transformer/pretrained_models.html" {
        "all-MiniLM-L6-v2" 384 Cosine "unit length"
        "all-mpnet-base-v2" 768 Cosine "unit length"
    }
    "Nomic": "https://huggingface.co/nomic-ai/nomic-embed-text-v1.5" {
        "nomic-embed-text-v1.5" 768 Cosine "can be shortened"
    }
    "Jina AI": "https://huggingface.co/jinaai/jina-embeddings-v3" {
        "jina-embeddings-v3" 1024 Cosine "can be shortened"
    }
    "Mixedbread": "https://huggingface.co/mixedbread-ai/mxbai-embed-large-v1" {
        "mxbai-embed-large-v1" 1024 Cosine "can be shortened"
    }
    "Snowflake": "https://huggingface.co/Snowflake/snowflake-arctic-embed-l-v2.0" {
        "snowflake-arctic-embed-l-v2.0" 1024 Cosine "can be shortened"
    }
    "Qwen": "https://huggingface.co/Qwen/Qwen3-Embedding-0.6B" {
        "Qwen3-Embedding-0.6B" 1024 Cosine "can be shortened"
        "Qwen3-Embedding-4B" 2560 Cosine "can be shortened; above 2,000 dimensions index it as halfvec"
    }
    "OpenAI CLIP": "https://huggingface.co/openai/clip-vit-base-patch32" {
        "clip-vit-base-patch32" 512 Cosine "images and text"
        "clip-vit-large-patch14" 768 Cosine "images and text"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_can_be_indexed_and_has_a_source() {
        for (n, it) in MODELS.iter().enumerate() {
            assert!(it.vector_type().is_some(), "{}", it.name);
            assert!(it.source.starts_with("https://"), "{}", it.name);
            assert!(MODELS[..n].iter().all(|other| other.name != it.name), "{}", it.name);
        }
    }

    #[test]
    fn too_many_dimensions_for_vector_become_halfvec() {
        let large = MODELS.iter().find(|it| it.name == "text-embedding-3-large").unwrap();
        assert_eq!(large.vector_type().unwrap().to_string(), "halfvec(3072)");
    }
}
