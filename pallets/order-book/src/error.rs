//! From the engine's errors to the pallet's: one to one.

use crate::{Config, Error};
use order_book_engine::BookError;

impl<T: Config> From<BookError> for Error<T> {
	fn from(error: BookError) -> Self {
		match error {
			BookError::SameToken => Self::SameToken,
			BookError::BadTickSize => Self::BadTickSize,
			BookError::BadLotSize => Self::BadLotSize,
			BookError::BadOrderCap => Self::BadOrderCap,
			BookError::BadFee => Self::BadFee,
			BookError::BadMinNotional => Self::BadMinNotional,
			BookError::PriceOutOfRange => Self::PriceOutOfRange,
			BookError::OutsidePriceBand => Self::OutsidePriceBand,
			BookError::QuantityOutOfRange => Self::QuantityOutOfRange,
			BookError::BelowMinNotional => Self::BelowMinNotional,
			BookError::AlreadyExpired => Self::AlreadyExpired,
			BookError::TooManyOpenOrders => Self::TooManyOpenOrders,
			BookError::DuplicateClientId => Self::DuplicateClientId,
			BookError::InsufficientFree => Self::InsufficientFree,
			BookError::CannotReceive => Self::CannotReceive,
			BookError::WouldTake => Self::WouldTake,
			BookError::NotFillable => Self::NotFillable,
			BookError::WouldSelfTrade => Self::WouldSelfTrade,
			BookError::OrderNotFound => Self::OrderNotFound,
			BookError::NotOrderOwner => Self::NotOrderOwner,
			BookError::NothingToAmend => Self::NothingToAmend,
			BookError::MarketNotOpen => Self::MarketNotOpen,
			BookError::LevelFull => Self::LevelFull,
			BookError::Overflow => Self::Overflow,
			BookError::Corrupt => Self::Corrupt,
			BookError::MarketSuspended => Self::MarketSuspended,
			BookError::DeadlinePassed => Self::DeadlinePassed,
			BookError::DeadlineTooFar => Self::DeadlineTooFar,
		}
	}
}
